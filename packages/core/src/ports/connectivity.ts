/** Whether the device has a network. `true` promises nothing; `false` is to be believed. */
export interface Connectivity {
  readonly online: boolean;
  /** Calls back on every change. Returns what ends it. */
  subscribe(onChange: () => void): () => void;
}
