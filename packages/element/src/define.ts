import type { SlipwayUploadEventMap } from './events.ts';
import { SlipwayUploadElement } from './slipway-upload-element.ts';

/**
 * Defines the element. Does nothing where the tag is taken already (by a second copy of the script),
 * and nothing on a server, where there are no elements.
 */
export function defineSlipwayUpload(tagName = 'slipway-upload'): void {
  const registry = globalThis.customElements;
  if (!registry || registry.get(tagName)) return;
  // One class can have one tag only; a class of its own lets several tags live side by side.
  const isTaken = registry.getName?.(SlipwayUploadElement) != null;
  registry.define(tagName, isTaken ? class extends SlipwayUploadElement {} : SlipwayUploadElement);
}

declare global {
  interface HTMLElementTagNameMap {
    'slipway-upload': SlipwayUploadElement;
  }
  // They bubble, so that a form or the document can listen too.
  interface GlobalEventHandlersEventMap extends SlipwayUploadEventMap {}
}
