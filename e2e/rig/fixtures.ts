import { test as base } from '@playwright/test';
import { type Backend, startBackend } from './backend.ts';
import { FileFactory } from './files.ts';
import { Storage } from './storage.ts';
import { Widget } from './widget.ts';

/** The fixtures of every story: a storage, a backend, files, and the widget on a page. */
export interface Rig {
  readonly storage: Storage;
  /** Additional environment of the backend. */
  readonly backendOptions: Record<string, string>;
  readonly backend: Backend;
  readonly files: FileFactory;
  /** Path of the page with the widget. */
  readonly pagePath: string;
  /** The widget on its page, ready for files. The test fails when the page logs an error. */
  readonly widget: Widget;
}

/** Firefox reports requests that CORS forbids as errors of the page, even though the page handles them. */
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
  widget: async ({ page, backend, pagePath }, use, testInfo) => {
    const faults: string[] = [];
    page.on('pageerror', (error) => {
      if (!FIREFOX_ON_REQUESTS.test(String(error))) faults.push(String(error));
    });
    // Shown only with a failed test.
    const failedRequests: string[] = [];
    page.on('requestfailed', (request) =>
      failedRequests.push(`${request.method()} ${request.url()} ${request.failure()?.errorText}`),
    );
    page.on('response', (response) => {
      if (response.status() >= 400) failedRequests.push(`${response.status()} ${response.url()}`);
    });
    // A test cannot answer the picker that returns handles.
    await page.addInitScript(() => Reflect.deleteProperty(window, 'showOpenFilePicker'));
    const widget = new Widget(page, `${backend.url}${pagePath}`);
    try {
      await widget.open();
      await use(widget);
    } finally {
      if (testInfo.errors.length > 0) {
        const body = [...faults, ...failedRequests].join('\n');
        await testInfo.attach('errors and requests', { body, contentType: 'text/plain' });
      }
    }
    // Not after a failed test: Playwright adds a style for its picture, and Firefox reports that too.
    if (testInfo.errors.length === 0) base.expect(faults).toEqual([]);
  },
});

export { expect } from '@playwright/test';

/** The pages with the widget. The same stories hold on each. */
export const PAGES = [
  { shell: 'the React page', pagePath: '/' },
  { shell: 'the element', pagePath: '/drop-in' },
] as const;
