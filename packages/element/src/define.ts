import type { SlipwayUploadEventMap } from './events.ts';
import { SlipwayUploadElement } from './slipway-upload-element.ts';

/**
 * Defines the element. Does nothing if the tag is already defined (by a second copy of the script), or on a server,
 * which has no elements.
 */
export function defineSlipwayUpload(tagName = 'slipway-upload'): void {
  const registry = globalThis.customElements;
  if (!registry || registry.get(tagName)) return;
  // A class can have only one tag, so each tag gets its own class.
  const isTaken = registry.getName?.(SlipwayUploadElement) != null;
  registry.define(tagName, isTaken ? class extends SlipwayUploadElement {} : SlipwayUploadElement);
}

declare global {
  interface HTMLElementTagNameMap {
    'slipway-upload': SlipwayUploadElement;
  }
  // They bubble, so that a form or the document can also listen.
  interface GlobalEventHandlersEventMap extends SlipwayUploadEventMap {}
}
