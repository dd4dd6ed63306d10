import { test as base } from '../rig/fixtures.ts';
import { WebKitDriver } from './webkit-driver.ts';
import type { WebKitPage } from './webkit-page.ts';

const { WEBKIT_DRIVER_PATH = 'WebKitWebDriver' } = process.env;

/** The fixtures of the stories, with WebKit in place of Playwright's browsers. */
export const test = base.extend<{ readonly webkit: WebKitPage }, { readonly driver: WebKitDriver }>(
  {
    driver: [
      // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from the pattern.
      async ({}, use) => {
        const driver = await WebKitDriver.start(WEBKIT_DRIVER_PATH);
        await use(driver);
        driver.stop();
      },
      { scope: 'worker' },
    ],
    webkit: async ({ driver }, use) => {
      const page = await driver.openPage();
      await use(page);
      await page.close();
    },
  },
);

export { expect, PAGES } from '../rig/fixtures.ts';
