/** The result of one sweep. */
export interface SweepReport {
  /** Unfinished uploads that the sweep checked. */
  readonly seen: number;
  readonly aborted: number;
  /** Uploads that the sweep could not abort. The next sweep retries them. */
  readonly failed: number;
  /** Whether the sweep checked the whole prefix. */
  readonly isComplete: boolean;
}

/** What a sweeper did. Safe to log: it contains no secret. */
export type SweeperEvent =
  /** The sweeper aborted an upload. */
  | {
      readonly type: 'upload-swept';
      readonly objectKey: string;
      /** When the upload was created, by S3's clock. */
      readonly initiatedAt: Date;
    }
  /** Something failed. The sweep continues if it can, and the next sweep does the rest. */
  | {
      readonly type: 'sweep-failed';
      readonly error: unknown;
      /** Set if the failure concerns one upload. */
      readonly objectKey?: string | undefined;
    }
  /** Another replica sweeps in this interval. */
  | { readonly type: 'sweep-skipped' }
  | ({ readonly type: 'sweep-finished' } & SweepReport);
