import type { CompletedObject, UploadError, Uploader } from '@slipway/core';

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

/** Fires the uploader's events on `target`. @returns a function that stops it */
export function forwardEvents(uploader: Uploader, target: EventTarget): () => void {
  const fire = <Name extends keyof SlipwayUploadEventDetails>(
    name: Name,
    detail: Omit<SlipwayUploadEventDetails[Name], 'file'> & { readonly id: string },
  ) => {
    const file = uploader.getUpload(detail.id)?.file;
    if (!file) return;
    const init = { detail: { ...detail, file }, bubbles: true, composed: true };
    target.dispatchEvent(new CustomEvent(name, init));
  };
  const stop = [
    uploader.on('upload-added', ({ id }) => fire('upload-added', { id })),
    uploader.on('upload-completed', ({ id, object }) => fire('upload-completed', { id, object })),
    uploader.on('upload-failed', ({ id, error }) => fire('upload-failed', { id, error })),
    uploader.on('upload-canceled', ({ id }) => fire('upload-canceled', { id })),
  ];
  return () => {
    for (const off of stop) off();
  };
}
