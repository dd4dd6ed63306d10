import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from 'playwright';
import { freePort } from './free-port.mjs';
import { withTarballs } from './packed.mjs';
import { ROOT } from './run.mjs';

/** Bounds a hang; a busy machine takes its time to install. */
const PATIENCE_MS = 240_000;

/**
 * Walks the path of `docs/getting-started.md` as a stranger would: in an empty folder outside of the
 * workspace, with the packages as they are published, by the page's own files and commands, up to a
 * file that a browser uploaded. Only the ports are others, which may be taken here.
 *
 * @throws where the path ends
 */
export async function checkGettingStarted() {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-stranger-'));
  const children = [];
  try {
    const ports = { 3000: await freePort(), 9000: await freePort() };
    const blocks = readBlocks(ports);
    for (const [title, code] of blocks) {
      if (title.includes('.')) writeFileSync(join(folder, title), code);
    }
    await withTarballs((tarballs) => shell(installing(blocks.get('install'), tarballs), folder));
    children.push(start(blocks.get('storage'), folder), start(blocks.get('run'), folder));
    const page = `http://127.0.0.1:${ports[3000]}`;
    await untilAnswered(page, children);
    const bytes = randomBytes(12_000_000);
    await uploadWithBrowser(page, bytes);
    await expectObject(folder, ports[9000], bytes);
    console.log('An empty folder became a page that uploads.');
  } finally {
    for (const child of children) await stop(child);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The page's titled blocks, by title. */
function readBlocks(ports) {
  const page = readFileSync(join(ROOT, 'docs/getting-started.md'), 'utf8');
  const found = [...page.matchAll(/^```\w+ title="([^"]+)"\n([\s\S]*?)^```$/gm)];
  return new Map(
    found.map(([, title, code]) => [
      title,
      code.replace(/\b(?:3000|9000)\b/g, (port) => ports[port]),
    ]),
  );
}

/** The same command, with our packages from their tarballs: no registry has this version yet. */
function installing(commands, tarballs) {
  const others = commands.replace(/ @slipway\/[a-z\d-]+/g, '');
  return others.replace('npm install ', `npm install --no-audit --no-fund ${tarballs.join(' ')} `);
}

async function shell(commands, cwd) {
  const child = spawn('bash', ['-e', '-c', commands], {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject).once('exit', resolve);
  });
  if (code !== 0) throw new Error(`This fails in an empty folder: ${commands}`);
}

/** In a process group of its own, so that what it starts ends with it. */
function start(commands, cwd) {
  const child = spawn('bash', ['-e', '-c', commands], { cwd, detached: true, stdio: 'pipe' });
  child.output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      child.output += chunk;
    });
  }
  return child;
}

async function stop(child) {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGTERM');
  await ended;
}

async function untilAnswered(url, children) {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    const ended = children.find(({ exitCode }) => exitCode !== null);
    if (ended || Date.now() > deadline) {
      throw new Error(`The page never came:\n${children.map(({ output }) => output).join('\n')}`);
    }
    await wait(200);
  }
}

async function uploadWithBrowser(url, buffer) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage();
    const keys = [];
    page.on('console', (message) => keys.push(message.text()));
    await page.goto(url);
    const file = { name: 'first.bin', mimeType: 'application/octet-stream', buffer };
    await page.locator('input[type=file]').first().setInputFiles(file);
    await page
      .getByText(/complete|uploaded/i)
      .first()
      .waitFor({ timeout: PATIENCE_MS });
    if (!keys.some((text) => text.endsWith('/first.bin'))) {
      throw new Error(`onCompleted said: ${keys.join('; ')}`);
    }
  } finally {
    await browser.close();
  }
}

/** Looks with the SDK that the stranger has. */
async function expectObject(folder, port, bytes) {
  const load = createRequire(join(folder, 'package.json'));
  const { GetObjectCommand, ListObjectsV2Command, S3Client } = load('@aws-sdk/client-s3');
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local-secret' },
  });
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: 'uploads' }));
  const [object, ...others] = Contents;
  if (!object || others.length > 0) throw new Error(`There are ${Contents.length} objects, not 1.`);
  const { Body } = await client.send(new GetObjectCommand({ Bucket: 'uploads', Key: object.Key }));
  if (!bytes.equals(await Body.transformToByteArray())) throw new Error('The bytes are others.');
  client.destroy();
}
