/** How far a page is with an upload. */
export interface PageProgress {
  /** Bytes acknowledged by S3 or on the wire. */
  readonly loaded: number;
  readonly partsDone: number;
}

/** The turn of this page: while it has it, no other page sends this file. */
export interface Turn {
  /** Tells the pages that follow how far this one is. */
  tell(progress: PageProgress): void;
  /** Whether another page waits for the turn. */
  isAwaited(): Promise<boolean>;
  /** Gives it to the page that waits longest. Resolves when it is given; a second time it does nothing. */
  end(): Promise<void>;
}

/**
 * The other pages of this origin, in this browser: they know the same sessions, and must not send one upload
 * twice. A page that closes, crashes or is killed loses its turns.
 */
export interface OtherPages {
  /**
   * Takes the turn at the upload `name`; `undefined` while another page has it. May reject: that costs only that
   * two pages can send one upload.
   *
   * @param onWanted called whenever another page begins to wait for it
   */
  take(name: string, onWanted: () => void): Promise<Turn | undefined>;
  /**
   * Waits until the turn is this page's.
   *
   * @param onProgress told how far the page is that has it
   * @throws the signal's reason
   */
  follow(
    name: string,
    signal: AbortSignal,
    onWanted: () => void,
    onProgress: (progress: PageProgress) => void,
  ): Promise<Turn>;
}
