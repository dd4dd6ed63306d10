/** An installed Chromium to use instead of Playwright's own. */
export const chromiumPath = process.env.CHROMIUM_PATH;

/** For a machine without a GPU, where the browser runs as root and makes no requests of its own. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
