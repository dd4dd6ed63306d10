import { test as base } from '@playwright/test';
import { type Backend, startBackend } from './backend.ts';
import { FileFactory } from './files.ts';
import { Storage } from './storage.ts';
import { Widget } from './widget.ts';

/** What every story gets: a storage, a backend in front of it, files, and the widget of a page. */
export interface Rig {
  readonly storage: Storage;
  /** More environment for the backend. */
  readonly backendOptions: Record<string, string>;
  readonly backend: Backend;
  readonly files: FileFactory;
  /** Path of the page that carries the widget. */
  readonly pagePath: string;
  /** The widget, on its page, ready for files. Fails the test when the page logs an error. */
  readonly widget: Widget;
}

/** Firefox reports what CORS forbids as errors of the page, although the page has handled them. */
const FIREFOX_ON_REQUESTS = /^(?:Error: )?Cross-Origin Request Blocked:/;

export const test = base.extend<Rig>({
  backendOptions: [{}, { option: true }],
  pagePath: ['/', { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from the pattern.
  storage: async ({}, use) => {
    const storage = await Storage.start();
    await use(storage);
    await storage.stop();
  },
  backend: async ({ storage, backendOptions }, use) => {
    const backend = await startBackend({ ...storage.backendEnvironment, ...backendOptions });
    try {
      await storage.allowOrigin(backend.url);
      await use(backend);
    } finally {
      await backend.stop();
    }
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  files: async ({}, use) => {
    const files = await FileFactory.create();
    await use(files);
    await files.remove();
  },
  widget: async ({ page, backend, pagePath }, use, { errors }) => {
    const faults: string[] = [];
    page.on('pageerror', (error) => {
      if (!FIREFOX_ON_REQUESTS.test(String(error))) faults.push(String(error));
    });
    // The picker that gives handles can be answered by nobody but a person.
    await page.addInitScript(() => Reflect.deleteProperty(window, 'showOpenFilePicker'));
    const widget = new Widget(page, `${backend.url}${pagePath}`);
    await widget.open();
    await use(widget);
    // A test that failed says enough: for its picture Playwright adds a style, and Firefox tells of that, too.
    if (errors.length === 0) base.expect(faults).toEqual([]);
  },
});

export { expect } from '@playwright/test';

/** The pages that carry the widget: the same stories hold on each. */
export const PAGES = [
  { shell: 'the React page', pagePath: '/' },
  { shell: 'the element', pagePath: '/drop-in' },
] as const;
