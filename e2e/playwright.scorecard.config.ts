import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';

/** Runs every row of the scorecard in every installed browser. */
export default defineConfig({
  ...base,
  testDir: './scorecard',
  timeout: 300_000,
  reporter: [['list'], ['./rig/scorecard-table.ts']],
  projects: (base.projects ?? []).filter(
    ({ name = '' }) => !['scorecard', 'security', 'webkit'].includes(name),
  ),
});
