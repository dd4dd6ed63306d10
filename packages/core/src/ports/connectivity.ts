/** Whether the device has a network. */
export interface Connectivity {
  /** `false` is reliable. `true` promises nothing. */
  readonly online: boolean;
  /** Whether the device reports a slow network. `false` promises nothing. */
  readonly slow: boolean;
  /** Calls back whenever the network returns. Returns a function that stops listening. */
  onOnline(callback: () => void): () => void;
  /** Whether the host of this origin answers at all. Never rejects. */
  canReach(origin: string): Promise<boolean>;
}
