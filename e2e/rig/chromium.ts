/** An installed Chromium to use instead of Playwright's own. */
export const chromiumPath = process.env.CHROMIUM_PATH;

/**
 * An installed headless shell: Chromium without its own user interface, which takes a fifth less of the processor. As
 * Playwright's own, it runs the tests that need nothing of that interface.
 */
export const headlessShellPath = process.env.HEADLESS_SHELL_PATH ?? chromiumPath;

/** For a machine without a GPU, where the browser runs as root and makes no requests of its own. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // The headless shell rounds the widths of letters without it. A whole Chromium never does.
  '--font-render-hinting=none',
];
