import type { HTMLAttributes, Ref } from 'react';
import type { SlipwayUploadListeners, SlipwayUploadProperties } from './properties.ts';
import type { SlipwayUploadElement } from './slipway-upload-element.ts';

/** The JSX type of `<slipway-upload>` in React 19, active once a program imports it. */
export interface SlipwayUploadAttributes
  extends SlipwayUploadProperties,
    SlipwayUploadListeners,
    Omit<HTMLAttributes<SlipwayUploadElement>, keyof SlipwayUploadProperties> {
  readonly ref?: Ref<SlipwayUploadElement> | undefined;
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'slipway-upload': SlipwayUploadAttributes;
    }
  }
}
