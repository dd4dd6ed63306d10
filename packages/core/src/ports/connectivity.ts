/** Whether the device has a network. `true` promises nothing; `false` is to be believed. */
export interface Connectivity {
  readonly online: boolean;
  /** Calls back whenever the network is back. Returns what ends it. */
  onOnline(callback: () => void): () => void;
}
