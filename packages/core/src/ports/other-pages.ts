/** How much of an upload another page has sent. */
export interface PageProgress {
  /** Bytes acknowledged by S3 or on the wire. */
  readonly loaded: number;
  readonly partsDone: number;
}

/** This page's turn at a file. No other page sends the file during the turn. */
export interface Turn {
  /** Tells the pages that wait how far this page is. */
  tell(progress: PageProgress): void;
  /** Whether another page waits for the turn. */
  isAwaited(): Promise<boolean>;
  /** Passes the turn to the page that has waited longest. Resolves when that is done. A second call does nothing. */
  end(): Promise<void>;
}

/**
 * The other pages of this origin in this browser. All pages share the sessions, so only one of them may send a given
 * file. A page that closes or crashes loses its turns.
 */
export interface OtherPages {
  /**
   * Takes the turn at the upload `name`. Resolves with `undefined` while another page has it. May reject: then two
   * pages may send the same file.
   *
   * @param onWanted called whenever another page starts to wait for the turn
   */
  take(name: string, onWanted: () => void): Promise<Turn | undefined>;
  /**
   * Waits until this page has the turn.
   *
   * @param onProgress called with the progress of the page that has the turn
   * @throws the signal's reason
   */
  follow(
    name: string,
    signal: AbortSignal,
    onWanted: () => void,
    onProgress: (progress: PageProgress) => void,
  ): Promise<Turn>;
  /**
   * Tells all other uploaders of this origin to forget what was there at `atMs`. May reject: then each page forgets only
   * its own.
   *
   * @param atMs milliseconds since 1970
   */
  forget(atMs: number): Promise<void>;
  /** Calls back when another uploader calls `forget`. Returns a function that stops listening. */
  onForget(listener: (atMs: number) => void): () => void;
}
