import type { HTMLAttributes, Ref } from 'react';
import type { ELEMENT_OPTIONS, PROPERTIES } from './element-options.ts';
import type { SlipwayUploadEventMap } from './events.ts';
import type { SlipwayUploadElement } from './slipway-upload-element.ts';

/** The properties of the element. React 19 sets properties, not attributes. */
type SlipwayUploadProperties = Pick<
  SlipwayUploadElement,
  keyof typeof ELEMENT_OPTIONS | (typeof PROPERTIES)[number]
>;

/** Event props as React 19 names them for custom elements, such as `onupload-completed`. */
type SlipwayUploadListeners = {
  readonly [Name in keyof SlipwayUploadEventMap as `on${Name}`]?:
    | ((event: SlipwayUploadEventMap[Name]) => void)
    | undefined;
};

/** The JSX type of `<slipway-upload>`, active once a program imports it. */
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
