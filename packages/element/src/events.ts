import type { CompletedObject, UploadError, UploaderInstance } from '@slipway/core';

/** The details of each event of `<slipway-upload>`. All events bubble, also out of shadow roots. */
export interface SlipwayUploadEventDetails {
  'upload-added': { readonly id: string; readonly file: File };
  'upload-completed': {
    readonly id: string;
    readonly file: File;
    readonly object: CompletedObject;
  };
  'upload-failed': { readonly id: string; readonly file: File; readonly error: UploadError };
  'upload-canceled': { readonly id: string; readonly file: File };
}

/** The events by name, for `addEventListener`. */
export type SlipwayUploadEventMap = {
  [Name in keyof SlipwayUploadEventDetails]: CustomEvent<SlipwayUploadEventDetails[Name]>;
};

/** Events of the uploader that the element fires, too. */
export const FORWARDED_EVENTS = [
  'upload-added',
  'upload-completed',
  'upload-failed',
  'upload-canceled',
] as const satisfies readonly (keyof SlipwayUploadEventDetails)[];

/** Fires the uploader's events on `target`. @returns a function that stops it */
export function forwardEvents(uploader: UploaderInstance, target: EventTarget): () => void {
  const stop = FORWARDED_EVENTS.map((name) =>
    uploader.on(name, (happened) => {
      const file = uploader.getUpload(happened.id)?.file;
      if (!file) return;
      const init = { detail: { ...happened, file }, bubbles: true, composed: true };
      target.dispatchEvent(new CustomEvent(name, init));
    }),
  );
  return () => {
    for (const off of stop) off();
  };
}
