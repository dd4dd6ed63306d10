/** Time, so that tests can own it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once after `delayMs` milliseconds. Returns what cancels it. */
  setTimer(callback: () => void, delayMs: number): () => void;
}
