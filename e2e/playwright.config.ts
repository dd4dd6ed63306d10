import { defineConfig } from '@playwright/test';
import { chromiumArgs, headlessShellPath } from './rig/chromium.ts';

const { FIREFOX_PATH, WEBKIT_DRIVER_PATH } = process.env;

const chromium = {
  browserName: 'chromium' as const,
  launchOptions: {
    ...(headlessShellPath && { executablePath: headlessShellPath }),
    args: chromiumArgs,
  },
};

/** `npm start` can build again what the other tests run, so its tests run last and alone. */
const START = 'start.spec.ts';

export default defineConfig({
  testDir: './stories',
  // Each test has its own backend and storage and waits for conditions, so two tests leave half of two cores idle. More
  // workers would only slow each other down.
  workers: 3,
  retries: 0,
  forbidOnly: true,
  // Bounds a hang, not a test: busy machines are slow.
  timeout: 180_000,
  expect: {
    timeout: 20_000,
    // Machines render letters slightly differently. A moved, missing or recoloured element differs far more.
    toHaveScreenshot: { maxDiffPixelRatio: 0.02 },
  },
  snapshotPathTemplate: '{testDir}/../screenshots/gallery/{arg}{ext}',
  reporter: [['list']],
  use: { trace: 'off', screenshot: 'only-on-failure' },
  projects: [
    { name: 'chromium', testIgnore: START, use: chromium },
    { name: 'security', testDir: './security', use: chromium },
    // Pages and backends of different versions.
    { name: 'wire', testDir: './wire', testIgnore: 'record.spec.ts', use: chromium },
    ...(process.env.SLIPWAY_WIRE_VERSION
      ? [{ name: 'record', testDir: './wire', testMatch: 'record.spec.ts', use: chromium }]
      : []),
    // The quick rows of the scorecard. playwright.scorecard.config.ts runs all rows.
    { name: 'scorecard', testDir: './scorecard', grep: /@quick/, use: chromium },
    // The quick tests in WebKit. playwright.webkit.config.ts runs all.
    ...(WEBKIT_DRIVER_PATH ? [{ name: 'webkit', testDir: './webkit', grep: /@quick/ }] : []),
    ...(FIREFOX_PATH
      ? [
          {
            name: 'firefox',
            testIgnore: START,
            // Stories that need a feature of Chromium are tagged.
            grepInvert: /@chromium/,
            use: {
              browserName: 'firefox' as const,
              channel: 'moz-firefox',
              launchOptions: { executablePath: FIREFOX_PATH },
            },
          },
        ]
      : []),
    {
      name: 'start',
      testMatch: START,
      use: chromium,
      dependencies: [
        'chromium',
        'security',
        'wire',
        'scorecard',
        ...(FIREFOX_PATH ? ['firefox'] : []),
      ],
    },
  ],
});
