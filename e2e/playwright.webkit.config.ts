import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';

/** Runs all tests in WebKit. `npm test` runs those with the tag `@quick`. */
export default defineConfig({
  ...base,
  testDir: './webkit',
  workers: 2,
  projects: [{ name: 'webkit' }],
});
