import type { UploadErrorCode } from '@slipway/protocol';

/** What the page with the engine tells the test. */
export type PageEvent =
  | { readonly type: 'completed'; readonly name: string }
  | {
      readonly type: 'failed';
      readonly name: string;
      readonly code: UploadErrorCode;
      readonly message: string;
    }
  /** A promise was rejected and nobody listened. */
  | { readonly type: 'unhandled'; readonly reason: string };
