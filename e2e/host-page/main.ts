/** A foreign page with separate React roots. Tests put panels into it. */
import * as panels from '@slipway/react/admin';
import { createElement, StrictMode, useId } from 'react';
import { createRoot } from 'react-dom/client';

const options = new URLSearchParams(location.search);
const root = document.documentElement;
root.dir = options.get('dir') ?? 'ltr';
root.style.setProperty('--column', options.get('column') ?? '60rem');
root.dataset.scheme = options.get('scheme') ?? 'light';
const rules = options.get('rules');
if (rules) root.dataset.rules = rules;

function OtherApp() {
  const id = useId();
  const label = createElement('label', { htmlFor: id }, 'Another app');
  return createElement('p', null, label, ' ', createElement('input', { id }));
}
createRoot(document.getElementById('other-root') as HTMLElement).render(createElement(OtherApp));

const client = panels.createAdminClient({ endpoint: '/api' });
const { UnfinishedUploads, FinishedObjects, LiveFigures, UndeliveredWebhooks } = panels;
const { BucketHealth, Configuration } = panels;
const LISTS = { UnfinishedUploads, FinishedObjects, UndeliveredWebhooks };
const ALL = { ...LISTS, LiveFigures, BucketHealth, Configuration };

declare global {
  interface Window {
    /** Puts a panel into the column, either among the page's own elements or in a shadow root. */
    mount(name: keyof typeof ALL, where: 'page' | 'shadow root'): Promise<void>;
    /** What the page's own policy blocked. */
    violations: string[];
  }
}

window.violations = [];
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
  window.violations.push(`${violatedDirective}: ${blockedURI}`);
});

window.mount = async (name, where) => {
  const column = document.getElementById('column') as HTMLElement;
  let home: HTMLElement | ShadowRoot = column;
  if (where === 'page') {
    // These resets are in no layer.
    await import('@slipway/react/admin-unlayered.css');
  } else {
    const { default: css } = await import('@slipway/react/admin.css?inline');
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    home = column.attachShadow({ mode: 'open' });
    home.adoptedStyleSheets = [sheet];
  }
  const panel = createElement(ALL[name], { client });
  createRoot(home, { identifierPrefix: 'storage-' }).render(createElement(StrictMode, null, panel));
};
