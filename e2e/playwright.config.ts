import { defineConfig } from '@playwright/test';
import { chromiumArgs, chromiumPath } from './rig/chromium.ts';

const { FIREFOX_PATH } = process.env;

const chromium = {
  browserName: 'chromium' as const,
  launchOptions: {
    ...(chromiumPath && { executablePath: chromiumPath }),
    args: chromiumArgs,
  },
};

export default defineConfig({
  testDir: './stories',
  // Each test has its own backend and its own storage, and waits for conditions: two at once are only slower each.
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: {
    timeout: 20_000,
    // Machines draw letters a little differently; a moved, missing or recoloured part is far more than that.
    toHaveScreenshot: { maxDiffPixelRatio: 0.02 },
  },
  snapshotPathTemplate: '{testDir}/../screenshots/gallery/{arg}{ext}',
  reporter: [['list']],
  use: { trace: 'off', screenshot: 'only-on-failure' },
  projects: [
    { name: 'chromium', use: chromium },
    { name: 'security', testDir: './security', use: chromium },
    // The rows of the scorecard that take seconds; all of them: playwright.scorecard.config.ts.
    { name: 'scorecard', testDir: './scorecard', grep: /@quick/, use: chromium },
    ...(FIREFOX_PATH
      ? [
          {
            name: 'firefox',
            // Stories that count on what only Chromium can do are tagged.
            grepInvert: /@chromium/,
            use: {
              browserName: 'firefox' as const,
              channel: 'moz-firefox',
              launchOptions: { executablePath: FIREFOX_PATH },
            },
          },
        ]
      : []),
  ],
});
