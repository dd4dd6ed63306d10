import config from './playwright.config.ts';

/** Makes the pictures in docs/ from the real pages. Run it after a change of the widget's look, and look at them. */
export default {
  ...config,
  testDir: './screenshots',
  projects: config.projects?.filter(({ name }) => name === 'chromium') ?? [],
};
