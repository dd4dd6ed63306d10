import config from './playwright.config.ts';

/** Runs the stories of all pages in every browser: `npm run test:pages`. */
export default {
  ...config,
  testDir: './pages',
  projects: config.projects?.filter(({ name }) => name === 'chromium' || name === 'firefox') ?? [],
};
