import type { UploaderInstance } from '@slipway/core';
import { createRoot } from 'react-dom/client';
import { widgetStyles } from '../styles/widget-styles.ts';
import { UploaderContext } from '../uploader/use-uploader.ts';
import { Widget, type WidgetProps } from './widget.tsx';

/** The host has its place, size and margin from the page, and nothing else. The container has no box. */
const FRAME = `
  :host { display: block; }
  :host([hidden]) { display: none; }
  :host {
    float: none !important; border: 0 !important; padding: 0 !important;
    box-shadow: none !important; opacity: 1 !important; transition: none !important;
  }
  :host > div { display: contents; }
`;

let sheet: CSSStyleSheet | undefined;

/** One stylesheet that all widgets of the page share. It is constructed, so a strict CSP allows it. */
function sharedStyleSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(`@layer slipway { ${FRAME} } ${widgetStyles}`);
  }
  return sheet;
}

/** A widget in a shadow root. */
export interface ShadowRootWidget {
  readonly render: (uploader: UploaderInstance, props: WidgetProps) => void;
  readonly close: () => void;
}

/**
 * Opens the shadow root of `host`, or uses the one it has. The widget has its own React root there: events of a portal
 * would reach the page's handlers twice.
 */
export function openShadowRoot(host: HTMLElement): ShadowRootWidget {
  const shadow = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  shadow.adoptedStyleSheets = [sharedStyleSheet()];
  const container = shadow.appendChild(document.createElement('div'));
  const root = createRoot(container);
  return {
    render(uploader, props) {
      root.render(
        <UploaderContext.Provider value={uploader}>
          <Widget {...props} />
        </UploaderContext.Provider>,
      );
    },
    close() {
      // React cannot unmount a root while it renders another.
      queueMicrotask(() => {
        root.unmount();
        container.remove();
      });
    },
  };
}
