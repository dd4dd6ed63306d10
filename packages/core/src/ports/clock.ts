/** The time. A port, so that tests can control it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once after `delayMs` milliseconds. Returns a function that cancels the timer. */
  setTimer(callback: () => void, delayMs: number): () => void;
}
