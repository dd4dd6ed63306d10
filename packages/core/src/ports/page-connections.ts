/** An uploader that uses the page's connections. */
export interface ConnectionUser {
  /** Its requests in flight, by way to the storage. */
  readonly busy: Map<string, number>;
  /** Whether it has uploads under way. */
  isActive(): boolean;
  /** Looks for a part to send, because a connection may be free. */
  poke(): void;
}

/** What the uploaders of a page share: browsers open six connections to a host, however many uploaders there are. */
export interface PageConnections {
  /** Uploaders that have uploads under way, and maybe some that have none any more. */
  readonly users: Set<ConnectionUser>;
}
