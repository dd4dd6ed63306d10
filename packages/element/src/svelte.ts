import type { HTMLAttributes } from 'svelte/elements';
import type { SlipwayUploadListeners, SlipwayUploadProperties } from './properties.ts';
import type { SlipwayUploadElement } from './slipway-upload-element.ts';

/** The type of `<slipway-upload>` in Svelte's markup, active once a program imports it. */
export type SlipwayUploadAttributes = SlipwayUploadProperties &
  SlipwayUploadListeners &
  Omit<HTMLAttributes<SlipwayUploadElement>, keyof SlipwayUploadProperties>;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'slipway-upload': SlipwayUploadAttributes;
  }
}
