import type { UploadErrorCode } from '@slipway/protocol';

/** An event that the page with the engine reports to the test. */
export type PageEvent =
  | { readonly type: 'completed'; readonly name: string }
  | {
      readonly type: 'failed';
      readonly name: string;
      readonly code: UploadErrorCode;
      readonly message: string;
    }
  /** A promise was rejected without a handler. */
  | { readonly type: 'unhandled'; readonly reason: string };
