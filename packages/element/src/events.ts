import type { CompletedObject, UploadError } from '@slipway/core';

/** Details of each event that `<slipway-upload>` fires. All of them bubble, out of shadow roots too. */
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

/** The events by name, as `addEventListener` knows them. */
export type SlipwayUploadEventMap = {
  [Name in keyof SlipwayUploadEventDetails]: CustomEvent<SlipwayUploadEventDetails[Name]>;
};
