import { availableParallelism } from 'node:os';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { svelteFiles } from './packages/svelte/testing/svelte-files.ts';

/** Packages are read from their sources, so that no test needs a build. */
const conditions = ['@slipway/source', 'development|production'];

const chromiumPath = process.env.CHROMIUM_PATH;

/** Bounds a hang, not a test: busy machines are slow. */
const PATIENT = { testTimeout: 30_000, expect: { poll: { timeout: 15_000 } } };

export default defineConfig({
  test: {
    coverage: {
      include: ['packages/server/src/**/*.ts'],
      thresholds: { lines: 95 },
      reporter: ['text-summary', ['text', { skipFull: true }]],
    },
    projects: [
      {
        plugins: [svelteFiles()],
        resolve: { conditions: [...conditions, 'node'] },
        ssr: { resolve: { conditions: [...conditions, 'node'] } },
        test: {
          name: 'node',
          include: [
            '{packages,apps}/*/src/**/*.test.{ts,tsx}',
            'packages/local-s3/{conformance,fuzz}/*.test.ts',
            'packages/*/scorecard/*.test.ts',
            'apps/server/{chaos,soak}/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          exclude: ['**/*.browser.test.{ts,tsx}'],
          environment: 'node',
          // Files share the modules of their worker. Loading the AWS SDK again for each file takes minutes in all.
          isolate: false,
          // Most of them wait for servers and disks, not for a core.
          maxWorkers: availableParallelism() + 1,
          sequence: { groupOrder: 1 },
          ...PATIENT,
          env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
        },
      },
      {
        // The Express adapter's own tests, with Express 4.
        resolve: {
          conditions: [...conditions, 'node'],
          alias: [{ find: /^express$/, replacement: 'express4' }],
        },
        ssr: { resolve: { conditions: [...conditions, 'node'] } },
        test: {
          name: 'express4',
          include: [
            'packages/server/src/adapter/{answers,authority,own-origin,requests}.test.ts',
            'packages/server/src/express/{multipart,parsed-body,router}.test.ts',
            'packages/server/scorecard/{refused-bodies,routes}.test.ts',
          ],
          environment: 'node',
          isolate: false,
          maxWorkers: availableParallelism() + 1,
          sequence: { groupOrder: 2 },
          testTimeout: 30_000,
          env: {
            AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
            SLIPWAY_TEST_ADAPTERS: 'Express',
          },
        },
      },
      {
        // What needs IndexedDB, XMLHttpRequest or custom elements is tested where they are real.
        plugins: [svelteFiles()],
        resolve: { conditions: [...conditions, 'module', 'browser'] },
        // Vue asks what it is built for; one test has a page of it.
        define: {
          __VUE_OPTIONS_API__: 'true',
          __VUE_PROD_DEVTOOLS__: 'false',
          __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
        },
        test: {
          name: 'chromium',
          ...PATIENT,
          // Alone: focus and frames are of one page at a time.
          sequence: { groupOrder: 0 },
          include: ['packages/*/src/**/*.browser.test.{ts,tsx}'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
            provider: playwright({
              launchOptions: {
                ...(chromiumPath && { executablePath: chromiumPath }),
                args: [
                  '--no-sandbox',
                  '--disable-gpu',
                  '--disable-quic',
                  '--no-first-run',
                  '--disable-background-networking',
                  '--disable-component-update',
                  '--disable-sync',
                ],
              },
            }),
          },
        },
      },
    ],
  },
});
