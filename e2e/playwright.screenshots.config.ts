import config from './playwright.config.ts';

/**
 * Takes the pictures in docs/ from the real pages. Run it after you change the widget's look, and check the pictures.
 */
export default {
  ...config,
  testDir: './screenshots',
  projects: config.projects?.filter(({ name }) => name === 'chromium') ?? [],
};
