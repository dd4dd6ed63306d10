import type { HTMLAttributes } from 'preact';
import type { SlipwayUploadListeners, SlipwayUploadProperties } from './properties.ts';
import type { SlipwayUploadElement } from './slipway-upload-element.ts';

/** The JSX type of `<slipway-upload>` in Preact, active once a program imports it. */
export interface SlipwayUploadAttributes
  extends SlipwayUploadProperties,
    SlipwayUploadListeners,
    Omit<HTMLAttributes<SlipwayUploadElement>, keyof SlipwayUploadProperties> {}

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'slipway-upload': SlipwayUploadAttributes;
    }
  }
}
