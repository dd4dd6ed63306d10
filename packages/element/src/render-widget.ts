import { Uploader, type UploaderProps } from '@slipway/react';
import { render } from 'preact';
import { createElement } from 'react';

/** Renders the widget into a shadow root, or updates the one that is there. */
export function renderWidget(root: ShadowRoot, props: UploaderProps): void {
  render(createElement(Uploader, props), root);
}

/** Takes the widget out again, with its listeners. */
export function unmountWidget(root: ShadowRoot): void {
  render(null, root);
}
