import { existsSync } from 'node:fs';
import { aptInstall, find } from './programs.mjs';
import { bin, capture, run } from './run.mjs';

const CHROMIUM = {
  label: 'Chromium',
  variable: 'CHROMIUM_PATH',
  names: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'],
  places: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  ],
  packages: ['chromium', 'fonts-dejavu-core', 'fonts-noto-core'],
};

const HEADLESS_SHELL = {
  label: 'Chromium headless shell',
  variable: 'HEADLESS_SHELL_PATH',
  names: ['chromium-headless-shell', 'chrome-headless-shell'],
  packages: ['chromium-headless-shell'],
};

const FIREFOX = {
  label: 'Firefox',
  variable: 'FIREFOX_PATH',
  names: ['firefox-esr', 'firefox'],
  places: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  packages: ['firefox-esr'],
};

const WEBKIT = {
  label: 'WebKit',
  variable: 'WEBKIT_DRIVER_PATH',
  names: ['WebKitWebDriver'],
  packages: ['webkit2gtk-driver', 'xvfb', 'xauth'],
};

/**
 * Finds Chromium, or installs one. If this user may, it installs Debian's, which brings the libraries and fonts that a
 * bare container lacks. Otherwise it installs Playwright's own build.
 *
 * @returns its path
 * @throws when neither works, with what to do
 */
export async function ensureChromium() {
  const found = find(CHROMIUM);
  if (found) return found;
  console.log('No Chromium found. Installing one.');
  if ((await aptInstall(CHROMIUM.packages)) && find(CHROMIUM)) return find(CHROMIUM);
  const playwright = bin('playwright', 'cli.js');
  if ((await run(process.execPath, [playwright, 'install', 'chromium'])) === 0) {
    const { chromium } = await import('playwright');
    if (existsSync(chromium.executablePath())) return chromium.executablePath();
  }
  throw new Error('The tests need Chromium or Chrome. Install one, or set CHROMIUM_PATH to it.');
}

/**
 * Finds Chromium's headless shell, or installs Debian's. If neither works, it returns `undefined`, and the tests that
 * the shell could run use Chromium.
 */
export async function findHeadlessShell() {
  const found = find(HEADLESS_SHELL);
  if (found) return found;
  return (await aptInstall(HEADLESS_SHELL.packages)) ? find(HEADLESS_SHELL) : undefined;
}

/**
 * Finds a Firefox that Playwright can drive, or installs Debian's. If neither works, it says so and returns
 * `undefined`, and the run leaves out the Firefox tests.
 */
export async function findFirefox() {
  const found = find(FIREFOX);
  if (found && isDrivable(found)) return found;
  if (await aptInstall(FIREFOX.packages)) {
    const installed = find(FIREFOX);
    if (installed && isDrivable(installed)) return installed;
  }
  console.log(`No Firefox ${OLDEST_FIREFOX} or later found. This run skips its tests.`);
  return undefined;
}

/** The first version that knows `network.addDataCollector` of WebDriver BiDi. */
const OLDEST_FIREFOX = 143;

function isDrivable(firefox) {
  const [, major] = /Firefox (\d+)/.exec(capture(firefox, ['--version']) ?? '') ?? [];
  return Number(major) >= OLDEST_FIREFOX;
}

/**
 * Finds the WebDriver of WebKitGTK, or installs Debian's. Its window needs a display, so it needs Xvfb too. If neither
 * works, it says so and returns `undefined`, and the run leaves out the WebKit tests.
 */
export async function findWebKit() {
  const isComplete = () => find(WEBKIT) && capture('which', ['xvfb-run']);
  if (isComplete() || ((await aptInstall(WEBKIT.packages)) && isComplete())) return find(WEBKIT);
  console.log('No WebKitWebDriver with xvfb-run found. This run skips the WebKit tests.');
  return undefined;
}
