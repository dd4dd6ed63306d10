import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureChromium } from './browsers.mjs';
import { ROOT, run } from './run.mjs';
import { build } from './workspace.mjs';

/** Installed on demand, because it brings more packages than everything else together. 13 needs Node 22. */
const LIGHTHOUSE = 'lighthouse@12.8.2';
const PAGES = ['/', '/upload/', '/drop-in', '/admin/'];
/** The minimum score of each page, of 100. */
const BARS = { performance: 95, accessibility: 100, 'best-practices': 100 };
const CHROME_FLAGS = '--headless=new --no-sandbox --disable-gpu --disable-quic';

/** Measures the built pages as the backend serves them. Resolves with 0 when every page reaches its minimum. */
export async function measurePages() {
  await build();
  const folder = mkdtempSync(join(tmpdir(), 'slipway-lighthouse-'));
  const CHROME_PATH = await ensureChromium();
  const backend = await startBackend(folder);
  try {
    let isCleared = true;
    for (const page of PAGES) {
      const scores = await measure(backend.url + page, join(folder, 'report.json'), CHROME_PATH);
      const words = Object.entries(scores).map(([name, score]) => `${name} ${score}`);
      const isFine = Object.entries(BARS).every(([name, bar]) => (scores[name] ?? 0) >= bar);
      console.log(`${isFine ? 'holds ' : 'MISSED'} ${page}: ${words.join(', ')}`);
      isCleared &&= isFine;
    }
    return isCleared ? 0 : 1;
  } finally {
    await backend.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(url, path, CHROME_PATH) {
  const code = await run(
    'npm',
    [
      'exec',
      '--yes',
      `--package=${LIGHTHOUSE}`,
      '--',
      'lighthouse',
      url,
      `--only-categories=${Object.keys(BARS).join(',')}`,
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
