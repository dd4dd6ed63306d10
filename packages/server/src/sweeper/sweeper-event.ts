/** What came of one sweep. */
export interface SweepReport {
  /** Unfinished uploads that were looked at. */
  readonly seen: number;
  readonly aborted: number;
  /** Uploads that could not be aborted; they are tried again in the next sweep. */
  readonly failed: number;
  /** Whether all of the prefix was looked at. */
  readonly isComplete: boolean;
}

/** What a sweeper did. Safe to log: nothing in it grants anything. */
export type SweeperEvent =
  /** An upload was aborted. */
  | {
      readonly type: 'upload-swept';
      readonly objectKey: string;
      /** When it was created, by S3's clock. */
      readonly initiatedAt: Date;
    }
  /** Something failed; what can go on goes on, and the rest waits for the next sweep. */
  | {
      readonly type: 'sweep-failed';
      readonly error: unknown;
      /** Where it is about one upload. */
      readonly objectKey?: string | undefined;
    }
  /** Another replica has this turn. */
  | { readonly type: 'sweep-skipped' }
  | ({ readonly type: 'sweep-finished' } & SweepReport);
