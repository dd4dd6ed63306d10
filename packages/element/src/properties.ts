import type { ELEMENT_OPTIONS, PROPERTIES } from './element-options.ts';
import type { SlipwayUploadEventMap } from './events.ts';
import type { SlipwayUploadElement } from './slipway-upload-element.ts';

/** The properties of the element that a page can set. */
export type SlipwayUploadProperties = Partial<
  Pick<SlipwayUploadElement, keyof typeof ELEMENT_OPTIONS | (typeof PROPERTIES)[number]>
>;

/** Event props as React 19 and Svelte 5 name them, such as `onupload-completed`. */
export type SlipwayUploadListeners = {
  readonly [Name in keyof SlipwayUploadEventMap as `on${Name}`]?:
    | ((event: SlipwayUploadEventMap[Name]) => void)
    | undefined;
};
