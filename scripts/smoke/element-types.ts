import type { SlipwayUploadElement, SlipwayUploadEventMap } from '@slipway/element';
import { de } from '@slipway/element/messages/de.js';

const element: SlipwayUploadElement = document.createElement('slipway-upload');
element.endpoint = '/api';
element.messages = de;
element.addEventListener('upload-completed', ({ detail }) => {
  const key: string = detail.object.objectKey;
  document.title = key;
});

export const completed = (event: SlipwayUploadEventMap['upload-completed']): number =>
  event.detail.object.size;

// @ts-expect-error: the widget has four variants.
element.variant = 'sideways';
