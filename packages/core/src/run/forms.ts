import type { PresignedPart } from '@slipway/protocol';

/** Whether small files go to the storage as forms: they do until it shows that it can't take them. */
export interface Forms {
  /** Whether the backend may presign them. */
  readonly accepted: boolean;
  /** Whether a part may go this way: forms that were presigned before are of no use later. */
  fits(part: PresignedPart): boolean;
  /**
   * Notes what came of a form. Answers whether the part is to be sent by PUT instead. Until one came through,
   * whatever goes wrong may be the form's fault: stores without forms answer 405, 501 or a 4xx of their own,
   * and CORS rules that allow PUT alone hide the answer.
   */
  putInstead(succeeded: boolean): boolean;
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
    putInstead(succeeded) {
      if (succeeded && !refused) proven = true;
      refused = !proven;
      return refused;
    },
  };
}
