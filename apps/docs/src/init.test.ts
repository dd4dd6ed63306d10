import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseEnv } from 'node:util';
import { startLocalS3 } from '@slipway/local-s3';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { bundledProgram } from '../../../scripts/bundled-program.mjs';
import { readTitledBlocks } from '../../../scripts/titled-blocks.mjs';
import { asPost, describeFile, sendFile } from '../testing/send-file.ts';

const CLI = await bundledProgram('packages/server', 'src/cli.ts');
const PAGE = readTitledBlocks('docs/frameworks.md');

/** Inside this package, so that imports find the package's dependencies. */
const RUNS = fileURLToPath(new URL('../.cache/init', import.meta.url));

let folder: string;
beforeEach(async () => {
  await mkdir(RUNS, { recursive: true });
  folder = await mkdtemp(join(RUNS, 'run-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** Runs `slipway init` in the folder, without a terminal. */
async function init(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [CLI, 'init', ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: folder, AWS_EC2_METADATA_DISABLED: 'true', ...env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => (stdout += String(data)));
  child.stderr.on('data', (data) => (stderr += String(data)));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}

const read = (path: string) => readFile(join(folder, path), 'utf8');

const FILES = [
  ['express', ['express.js']],
  ['node', ['uploads.js', 'node-http.js']],
  ['koa', ['uploads.js', 'koa.js']],
  ['fastify', ['uploads.js', 'fastify.js']],
  ['nest', ['uploads.js', 'nest.js']],
  ['hono', ['uploads.js', 'hono.js']],
  ['lambda', ['uploads.js', 'lambda.js']],
  ['next', ['uploads.js', 'app/api/[...path]/route.js']],
  ['sveltekit', ['uploads.js', 'src/routes/api/[...path]/+server.js']],
  ['nuxt', ['uploads.js', 'server/api/[...].js']],
  ['bun', ['uploads.js', 'bun.js']],
  ['deno', ['uploads.js', 'deno.js']],
  ['workers', ['worker.js']],
] as const;

test('slipway init knows every file of docs/frameworks.md', () => {
  const known = new Set<string>(FILES.flatMap(([, files]) => files));
  expect([...known].sort()).toEqual([...PAGE.keys()].map(String).sort());
});

test.each(FILES)('for %s, slipway init writes what the page shows', async (framework, files) => {
  const { code, stdout } = await init(['--framework', framework]);
  expect(code).toBe(0);
  for (const file of files) {
    expect(await read(file)).toBe(PAGE.get(file));
    expect(stdout).toContain(`wrote ${file}\n`);
  }
  expect(stdout).toContain('npm install @slipway/server');
  expect(stdout).toContain('slipway-local-s3 --port 9000');
});

describe('slipway init replaces no file', () => {
  test('of the backend, and then writes nothing', async () => {
    await writeFile(join(folder, 'koa.js'), 'mine');
    const { code, stderr } = await init(['--framework', 'koa']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('koa.js exists already')]);
    expect(await readdir(folder)).toEqual(['koa.js']);
    expect(await read('koa.js')).toBe('mine');
  });

  test('with variables, and then prints what to add', async () => {
    await writeFile(join(folder, '.env'), 'MINE=1\n');
    const { code, stdout } = await init(['--framework', 'koa']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\.env exists already\. Add what it lacks:\nPORT=3000\nTOKEN_KEY=/);
    expect(await read('.env')).toBe('MINE=1\n');
  });
});

test('a wrong command is one line for each mistake', async () => {
  const { code, stderr } = await init(['--store', 'ftp', '--auth', 'all']);
  expect(code).toBe(2);
  expect(stderr.trimEnd().split('\n')).toEqual([
    expect.stringMatching(/^slipway: --framework must be one of express, node, /),
    'slipway: --store must be one of local, aws, other',
    'slipway: --auth must be one of me, session',
    'Run slipway init --help for all options.',
  ]);
  expect(await readdir(folder)).toEqual([]);
});

/** Imports the handler that was written, with the variables that were written. */
async function handler(endpoint: string) {
  for (const [name, value] of Object.entries(parseEnv(await read('.env')))) {
    vi.stubEnv(name, String(value));
  }
  vi.stubEnv('AWS_ENDPOINT_URL_S3', endpoint);
  const { handle } = await import(
    /* @vite-ignore */ pathToFileURL(join(folder, 'uploads.js')).href
  );
  return (route: string, body: object, headers?: Record<string, string>): Promise<Response> =>
    handle(new Request(`http://127.0.0.1/api/${route}`, asPost(body, headers)));
}

async function startStore() {
  const s3 = await startLocalS3({
    dir: join(folder, 'data'),
    port: 0,
    accessKeyId: 'local',
    secretAccessKey: 'local-secret',
    buckets: ['uploads'],
    flush: false,
  });
  onTestFinished(() => s3.close({ graceMs: 0 }));
  return s3;
}

test('the written backend accepts a file with the written variables', async () => {
  const { url } = await startStore();
  await init(['--framework', 'node', '--store', 'local']);
  expect(await sendFile(await handler(url), {})).toMatch(/^uploads\//);
});

test('with --auth session, the written backend refuses everyone until session.js names the user', async () => {
  const { url } = await startStore();
  await init(['--framework', 'node', '--auth', 'session']);
  expect(await read('uploads.js')).not.toContain("subject: 'me'");
  const call = await handler(url);
  expect((await call('uploads', { files: [describeFile('none')] })).status).toBe(401);

  await rm(join(folder, 'uploads.js'));
  await rm(join(folder, 'node-http.js'));
  await rm(join(folder, '.env'));
  const express = await init(['--framework', 'express', '--auth', 'session']);
  // session.js is the owner's now.
  expect([express.code, existsSync(join(folder, 'express.js'))]).toEqual([2, false]);
});

test('with credentials and a bucket, slipway init runs the doctor', async () => {
  const { url } = await startStore();
  const args = ['--framework', 'hono', '--store', 'other', '--bucket', 'uploads'];
  const keys = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local-secret' };
  const { stdout } = await init([...args, '--endpoint', url], keys);
  expect(stdout).toContain('wrote hono.js');
  expect(stdout).toContain('ok      test-upload');
  expect(await read('.env')).toContain(`AWS_ENDPOINT_URL_S3=${url}\n`);
});
