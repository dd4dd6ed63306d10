import { Uploader, type UploaderProps } from '@slipway/react';
import { render } from 'preact';
import { createElement } from 'react';

/** Renders the widget into a shadow root, or updates it. */
export function renderWidget(root: ShadowRoot, props: UploaderProps): void {
  render(createElement(Uploader, props), root);
}

/** Unmounts the widget and removes its listeners. */
export function unmountWidget(root: ShadowRoot): void {
  render(null, root);
}
