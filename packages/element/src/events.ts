import type { CompletedObject, UploadError } from '@slipway/core';

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
