/**
 * `<slipway-upload>`: Slipway's widget as a custom element. Loading this module defines the element.
 *
 * @module
 */
import { defineSlipwayUpload } from './define.ts';

export { defineSlipwayUpload } from './define.ts';
export type { SlipwayUploadEventDetails, SlipwayUploadEventMap } from './events.ts';
export type { SlipwayUploadListeners, SlipwayUploadProperties } from './properties.ts';
export { SlipwayUploadElement } from './slipway-upload-element.ts';

defineSlipwayUpload();
