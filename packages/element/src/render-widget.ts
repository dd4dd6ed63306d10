import { UploaderContext, type UploaderInstance, Widget, type WidgetProps } from '@slipway/react';
import { render } from 'preact';
import { createElement } from 'react';

/**
 * Renders the widget into a shadow root, or updates it. Does without `<Uploader>`, which also contains what creates an
 * uploader in React.
 */
export function renderWidget(root: ShadowRoot, value: UploaderInstance, props: WidgetProps): void {
  render(createElement(UploaderContext.Provider, { value }, createElement(Widget, props)), root);
}

/** Unmounts the widget and removes its listeners. */
export function unmountWidget(root: ShadowRoot): void {
  render(null, root);
}
