import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { ensureChromium } from './browsers.mjs';
import { buildDocs } from './docs.mjs';
import { freePort } from './free-port.mjs';
import { bin, ROOT, run } from './run.mjs';
import { build } from './workspace.mjs';

/** Installed on demand, because it brings more packages than everything else together. 13 needs Node 22. */
const LIGHTHOUSE = 'lighthouse@12.8.2';
const PAGES = ['/', '/upload/', '/drop-in', '/admin/'];
/** Of the documentation: the start page and a long one. */
const DOCS_PAGES = ['/', '/security'];
/** The minimum score of each page, of 100. */
const BARS = { performance: 95, accessibility: 100, 'best-practices': 100 };
/** Search engines have to find the documentation, and no other page. */
const DOCS_BARS = { ...BARS, seo: 100 };
const CHROME_FLAGS = '--headless=new --no-sandbox --disable-gpu --disable-quic';

/**
 * Measures the built pages as the backend serves them, and the built documentation. Resolves with 0 when every page reaches
 * its minimum.
 */
export async function measurePages() {
  await build();
  const folder = mkdtempSync(join(tmpdir(), 'slipway-lighthouse-'));
  const CHROME_PATH = await ensureChromium();
  const backend = await startBackend(folder);
  try {
    let isCleared = true;
    const judge = async (url, bars) => {
      const scores = await measure(url, bars, join(folder, 'report.json'), CHROME_PATH);
      const words = Object.entries(scores).map(([name, score]) => `${name} ${score}`);
      const isFine = Object.entries(bars).every(([name, bar]) => (scores[name] ?? 0) >= bar);
      console.log(`${isFine ? 'holds ' : 'MISSED'} ${url}: ${words.join(', ')}`);
      isCleared &&= isFine;
    };
    for (const page of PAGES) await judge(backend.url + page, BARS);
    const docs = await startDocs();
    try {
      for (const page of DOCS_PAGES) await judge(docs.url + page, DOCS_BARS);
    } finally {
      docs.stop();
    }
    return isCleared ? 0 : 1;
  } finally {
    await backend.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(url, bars, path, CHROME_PATH) {
  const code = await run(
    'npm',
    [
      'exec',
      '--yes',
      `--package=${LIGHTHOUSE}`,
      '--',
      'lighthouse',
      url,
      `--only-categories=${Object.keys(bars).join(',')}`,
      '--preset=desktop',
      '--output=json',
      `--output-path=${path}`,
      '--quiet',
      `--chrome-flags=${CHROME_FLAGS}`,
    ],
    { env: { CHROME_PATH } },
  );
  if (code !== 0) throw new Error(`Lighthouse ended with ${code} on ${url}.`);
  const { categories, audits } = JSON.parse(readFileSync(path, 'utf8'));
  for (const { id, score, title } of Object.values(audits)) {
    if (score === 0 && process.env.LIGHTHOUSE_VERBOSE) console.log(`  ${id}: ${title}`);
  }
  return Object.fromEntries(
    Object.entries(categories).map(([name, { score }]) => [name, Math.round(score * 100)]),
  );
}

async function startBackend(folder) {
  const child = spawn(process.execPath, ['apps/server/dist/main.js'], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', S3_PORT: '0', SLIPWAY_DATA: join(folder, 'data') },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, found] = /^Slipway is ready: (\S+)$/.exec(line) ?? [];
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`The backend ended with ${code}.`)));
  });
  return {
    url,
    async stop() {
      child.kill();
      await exited;
    },
  };
}

/** Builds the documentation and serves it. */
async function startDocs() {
  if ((await buildDocs()) !== 0) throw new Error('The documentation was not built. See above.');
  const url = `http://localhost:${await freePort()}`;
  const vitepress = bin('vitepress', 'bin/vitepress.js', 'apps/docs');
  const child = spawn(process.execPath, [vitepress, 'preview', '--port', new URL(url).port], {
    cwd: join(ROOT, 'apps/docs'),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const isUp = () =>
    fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
  while (child.exitCode === null && !(await isUp())) await setTimeout(100);
  if (child.exitCode !== null) throw new Error('The documentation is not served. See above.');
  return { url, stop: () => child.kill() };
}
