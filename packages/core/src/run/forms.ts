import type { PresignedPart } from '@slipway/protocol';

/** Whether small files go to the storage as forms. They do until the storage shows that it can't take them. */
export interface Forms {
  /** Whether the backend may presign them. */
  readonly accepted: boolean;
  /** Whether a part may be sent as it was presigned. Once forms are refused, those presigned earlier are useless. */
  fits(part: PresignedPart): boolean;
  /**
   * Notes what came of a part, if it went as a form. Until one comes through, any failure may be the form's fault: stores without forms
   * answer 405, 501 or a 4xx of their own, and CORS rules that allow PUT alone hide the answer.
   */
  note(part: PresignedPart, succeeded: boolean): void;
}

/** Nothing is known of the storage yet. */
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
