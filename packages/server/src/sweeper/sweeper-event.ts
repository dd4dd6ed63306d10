import type { SweepReport } from './sweep-uploads.ts';

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
