import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
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

const FIREFOX = {
  label: 'Firefox',
  variable: 'FIREFOX_PATH',
  names: ['firefox-esr', 'firefox'],
  places: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  packages: ['firefox-esr'],
};

/** Path of a browser that is there already: the variable, then PATH, then the usual places. */
function find({ variable, names, places }) {
  const named = process.env[variable];
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`${variable} is ${named}, but there is no such file.`);
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = [...folders.flatMap((folder) => names.map((n) => join(folder, n))), ...places];
  return candidates.find((path) => existsSync(path));
}

/** Installs Debian packages, where this user may. */
async function aptInstall(packages) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !capture('which', ['apt-get'])) {
    return false;
  }
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const install = () =>
    run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env });
  if ((await install()) === 0) return true;
  await run('apt-get', ['update', '-q'], { env }); // The package lists may be missing or old.
  return (await install()) === 0;
}

/**
 * Finds Chromium, or installs one: Debian's where we may (it brings the libraries and fonts that
 * a bare container lacks), else Playwright's own build.
 *
 * @returns its path
 * @throws when none can be had, saying what to do
 */
export async function ensureChromium() {
  const found = find(CHROMIUM);
  if (found) return found;
  console.log('No Chromium found; installing one.');
  if ((await aptInstall(CHROMIUM.packages)) && find(CHROMIUM)) return find(CHROMIUM);
  const playwright = bin('playwright', 'cli.js');
  if ((await run(process.execPath, [playwright, 'install', 'chromium'])) === 0) {
    const { chromium } = await import('playwright');
    if (existsSync(chromium.executablePath())) return chromium.executablePath();
  }
  throw new Error('The tests need Chromium or Chrome. Install one, or set CHROMIUM_PATH to it.');
}

/** Finds Firefox, or installs Debian's. Answers `undefined` where that is not possible: its tests are left out then. */
export async function findFirefox() {
  return find(FIREFOX) ?? ((await aptInstall(FIREFOX.packages)) ? find(FIREFOX) : undefined);
}
