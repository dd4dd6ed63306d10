import type { PresignedPart } from '@slipway/protocol';

/** Whether to send small files as forms. The uploader does so until the storage shows that it does not accept forms. */
export interface Forms {
  /** Whether the backend may presign forms. */
  readonly accepted: boolean;
  /** Whether a part may be sent as it was presigned. Forms that were presigned before a refusal may not. */
  fits(part: PresignedPart): boolean;
  /**
   * Records whether a part succeeded, if it was sent as a form. Before the first success, any failure may be the form's
   * fault: stores without forms answer 405, 501 or a 4xx of their own, and CORS rules that allow only PUT hide the answer.
   */
  note(part: PresignedPart, succeeded: boolean): void;
}

/** Assumes that the storage accepts forms, until one is refused. */
export function createForms(): Forms {
  let proven = false;
  let refused = false;
  return {
    get accepted() {
      return !refused;
    },
    fits: ({ fields }) => !(fields && refused),
    note({ fields }, succeeded) {
      if (!fields) return;
      if (succeeded && !refused) proven = true;
      refused = !proven;
    },
  };
}
