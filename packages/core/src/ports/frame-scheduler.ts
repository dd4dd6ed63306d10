/** Says when it is worth telling the screen about changes. */
export interface FrameScheduler {
  /** Calls back once, about when the next frame is painted; also in hidden tabs. Returns what cancels it. */
  request(callback: () => void): () => void;
}
