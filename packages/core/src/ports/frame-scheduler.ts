/** Decides when listeners learn about changes. */
export interface FrameScheduler {
  /** Calls back once at about the next animation frame, also in hidden tabs. Returns a function that cancels the call. */
  request(callback: () => void): () => void;
}
