/** Whether the device has a network. */
export interface Connectivity {
  /** `true` promises nothing; `false` is to be believed. */
  readonly online: boolean;
  /** Whether the device calls its network slow; `false` promises nothing. */
  readonly slow: boolean;
  /** Calls back whenever the network is back. Returns what ends it. */
  onOnline(callback: () => void): () => void;
  /** Asks a host, named by its origin, whether it answers anything at all. Never rejects. */
  canReach(origin: string): Promise<boolean>;
}
