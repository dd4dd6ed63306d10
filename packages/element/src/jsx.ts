import type { HTMLAttributes, Ref } from 'react';
import type { SlipwayUploadElement } from './slipway-upload-element.ts';

/** What can be set on the element: React 19 sets properties, not attributes. */
type SlipwayUploadProperties = Pick<
  SlipwayUploadElement,
  | 'endpoint'
  | 'accept'
  | 'maxFiles'
  | 'theme'
  | 'variant'
  | 'name'
  | 'required'
  | 'disabled'
  | 'dropTarget'
  | 'capture'
  | 'previews'
  | 'folders'
  | 'copyKeys'
  | 'headers'
  | 'messages'
  | 'uploader'
>;

/** `<slipway-upload>` as JSX knows it, once a program imports this type. */
export interface SlipwayUploadAttributes
  extends Partial<SlipwayUploadProperties>,
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
