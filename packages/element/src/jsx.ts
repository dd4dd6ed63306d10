import type { HTMLAttributes, Ref } from 'react';
import type { ELEMENT_OPTIONS, PROPERTIES } from './element-options.ts';
import type { SlipwayUploadEventMap } from './events.ts';
import type { SlipwayUploadElement } from './slipway-upload-element.ts';

/** What can be set on the element: React 19 sets properties, not attributes. */
type SlipwayUploadProperties = Pick<
  SlipwayUploadElement,
  keyof typeof ELEMENT_OPTIONS | (typeof PROPERTIES)[number]
>;

/** Its events, as React 19 listens to those of custom elements: `onupload-completed`. */
type SlipwayUploadListeners = {
  readonly [Name in keyof SlipwayUploadEventMap as `on${Name}`]?:
    | ((event: SlipwayUploadEventMap[Name]) => void)
    | undefined;
};

/** `<slipway-upload>` as JSX knows it, once a program imports this type. */
export interface SlipwayUploadAttributes
  extends Partial<SlipwayUploadProperties>,
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
