import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type LocalS3, startLocalS3 } from '@slipway/local-s3';
import type { Webhooks } from '@slipway/server/express';
import { type ComponentType, createElement, type ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, expect, test, vi } from 'vitest';
import { startRedis } from '../../../packages/server/testing/redis-server.ts';
import { asPost, BYTES, type Call, describeFile, sendFile } from '../testing/send-file.ts';
import type { CodeBlock } from './code-blocks.ts';
import { ROOT } from './pages.ts';
import { readBlocks, runBlock } from './run-block.ts';

const blocks = readBlocks();

/** Backends. Each accepts a file from a signed-in caller and refuses all other callers. */
const BACKENDS = [
  'README.md 2',
  'packages/server/README.md 1',
  'docs/migrating-from-uppy.md 1',
  'docs/migrating-from-better-upload.md 1',
  'docs/opentelemetry.md 1',
];
/** Components to render: the export, and words that the page then shows. */
const RENDERED = [
  ['README.md 1', 'Page', 'Browse files'],
  ['packages/react/README.md 1', 'AddMedia', 'Browse files'],
  ['docs/languages.md 1', 'page', 'Dateien auswählen'],
  ['docs/languages.md 3', 'page', 'Browse files'],
  ['docs/migrating-from-uppy.md 2', 'page', 'Browse files'],
  ['packages/react/docs/admin.md 1', 'Storage', 'Unfinished uploads'],
] as const;
/** Each of these has its own test below. */
const OTHERS = [
  'docs/s3.md 1',
  'packages/core/README.md 3',
  'packages/local-s3/README.md 1',
  'packages/protocol/README.md 1',
  'packages/server/docs/limits-and-admin.md 1',
  'packages/server/docs/webhooks.md 1',
  'packages/server/docs/webhooks.md 2',
];
/** `e2e/stories` runs these, because they need a browser. */
const IN_BROWSERS = [
  'packages/angular/README.md 1',
  'packages/svelte/README.md 1',
  'packages/vue/README.md 1',
  'docs/languages.md 2',
  'docs/opentelemetry.md 2',
  'packages/core/README.md 1',
  'packages/core/README.md 2',
  'packages/element/README.md 1',
  'packages/element/README.md 2',
  'packages/react/README.md 2',
  'packages/react/docs/admin.md 2',
];
/** `scripts/check-getting-started.mjs` runs these, with everything else that the page says. */
const BY_A_STRANGER = ['docs/getting-started.md 1', 'docs/getting-started.md 2'];

/** `config-file.test.ts` runs these in a backend of their own. */
const BY_A_BACKEND = ['docs/config-file.md 1'];

/** `npm run matrix` runs these, each with its bundler, framework or runtime. */
const FRAMEWORKS = [...blocks.keys()].filter((name) => name.startsWith('docs/frameworks.md'));
/** `recipes/*.test.ts`, `e2e/stories/recipes.spec.ts` or `npm run matrix` run these. */
const RECIPES = [...blocks.keys()].filter((name) => name.startsWith('docs/recipes/'));
const STACKS = [...blocks.keys()].filter((name) => name.startsWith('docs/stacks.md'));

const KEYS = { accessKeyId: 'docs', secretAccessKey: 'docs-secret' };
const toClose: (() => unknown)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  for (const close of toClose.splice(0).reverse()) await close();
});

test('some test runs every block of code', () => {
  const named = [
    ...BACKENDS,
    ...RENDERED.map(([name]) => name),
    ...OTHERS,
    ...IN_BROWSERS,
    ...BY_A_STRANGER,
    ...BY_A_BACKEND,
    ...FRAMEWORKS,
    ...RECIPES,
    ...STACKS,
  ];
  expect([...blocks.keys()].sort()).toEqual(named.sort());
});

test('the matrix runs every file of the page about frameworks', async () => {
  const page = await readFile(join(ROOT, 'docs/frameworks.md'), 'utf8');
  const files = Array.from(page.matchAll(/^```\w+ title="([^"]+)"$/gm), ([, title]) => title);
  const matrix = await readFile(join(ROOT, 'scripts/runtimes.mjs'), 'utf8');
  expect(files).toHaveLength(FRAMEWORKS.length);
  for (const file of files) expect(matrix).toContain(`'${file}'`);
});

test.each(IN_BROWSERS)('a browser test runs %s', async (name) => {
  const files = ['docs-code.spec.ts', 'opentelemetry.spec.ts'];
  const stories = await Promise.all(
    files.map((file) => readFile(join(ROOT, 'e2e/stories', file), 'utf8')),
  );
  expect(stories.join()).toContain(`'${name}'`);
});

test.each(BACKENDS)(
  '%s accepts a file from a signed-in caller and refuses all other callers',
  async (name) => {
    const { code } = blockNamed(name);
    const bucket = /bucket: '([^']+)'/.exec(code)?.[1] ?? '';
    const s3 = await startStorage(bucket);
    const call = await startBackend(name);

    expect((await call('uploads', { files: [describeFile('none')] })).status).not.toBe(200);
    const key = await sendFile(call, { 'x-user': 'ada' });
    const stored = await clientOf(s3).send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    expect(Buffer.from((await stored.Body?.transformToByteArray()) ?? [])).toEqual(BYTES);
  },
);

test.each(RENDERED)('a server renders %s, and its %s says “%s”', async (name, id, words) => {
  const { [id]: found } = await runBlock(blockNamed(name));
  const element =
    typeof found === 'function' ? createElement(found as ComponentType) : (found as ReactElement);
  expect(renderToString(element)).toContain(words);
});

test('the stored object has the options of docs/s3.md', async () => {
  const { object } = await runBlock(blockNamed('docs/s3.md 1'));
  vi.stubGlobal('object', object);
  const s3 = await startStorage('media');
  const router = blockNamed('packages/server/README.md 1');
  const code = router.code.replace("bucket: 'media',", '$& object: globalThis.object,');
  expect(code).not.toBe(router.code);
  const call = await listen((await runBlock({ ...router, line: 0, code }, ['app'])).app);
  const key = await sendFile(call, { 'x-user': 'ada' });
  const stored = await clientOf(s3).send(new HeadObjectCommand({ Bucket: 'media', Key: key }));
  expect(stored.ServerSideEncryption).toBe('aws:kms');
  expect(stored.TagCount).toBe(1);
});

test('packages/core/README.md shows what its test uploader sees', async () => {
  const block = blockNamed('packages/core/README.md 3');
  const { s3 } = await runBlock(block, ['s3']);
  const told = /^s3\.calls; \/\/ (.+)$/m.exec(block.code)?.[1];
  expect((s3 as { readonly calls: readonly string[] }).calls.join(' ')).toBe(
    told?.replace(/, (?=[a-z])/g, ' '),
  );
});

test('packages/local-s3/README.md starts a server and stops it', async () => {
  const block = blockNamed('packages/local-s3/README.md 1');
  const folder = await createFolder();
  const code = block.code.replace("'./data'", JSON.stringify(folder));
  expect(code).not.toBe(block.code);
  const { s3 } = await runBlock({ ...block, code }, ['s3']);
  await expect(fetch((s3 as LocalS3).url)).rejects.toThrow();
});

test('packages/protocol/README.md shows how a file is split', async () => {
  const block = blockNamed('packages/protocol/README.md 1');
  const code = block.code.replace(/^partRange/m, 'const range = partRange');
  const found = await runBlock({ ...block, code }, ['plan', 'range']);
  const told = [...block.code.matchAll(/\/\/ (\{.+\})$/gm)].map(([, value = '']) =>
    JSON.parse(value.replace(/(\w+):/g, '"$1":').replaceAll("'", '"')),
  );
  expect([found.plan, found.range]).toEqual(told);
});

test('packages/server/docs/limits-and-admin.md creates a store that counts in Redis', async () => {
  const redis = await startRedis();
  toClose.push(() => redis.close());
  vi.stubGlobal('redisUrl', redis.url);
  const found = await runBlock(blockNamed('packages/server/docs/limits-and-admin.md 1'), ['redis']);
  toClose.push(() => (found.redis as { destroy(): void }).destroy());
  const store = found.store as { count(key: string, by: number, ms: number): Promise<unknown> };
  await store.count('files', 2, 60_000);
  expect(await store.count('files', 1, 60_000)).toMatchObject({ total: 3 });
});

test('packages/server/docs/webhooks.md sends webhooks and verifies them', async () => {
  vi.stubEnv('WEBHOOK_SECRET', `whsec_${randomBytes(32).toString('base64')}`);
  const save = vi.fn();
  vi.stubGlobal('save', save);
  const receiving = blockNamed('packages/server/docs/webhooks.md 2');
  const { receiver, seen } = await runBlock(receiving, ['receiver', 'seen']);
  const server = createServer(receiver as RequestListener).listen(0, '127.0.0.1');
  await callTo(server);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
  expect((await fetch(url, asPost({ type: 'upload.completed' }))).status).toBe(401);

  vi.stubEnv('WEBHOOK_URL', url);
  await startStorage('media');
  const sending = blockNamed('packages/server/docs/webhooks.md 1');
  const { app, webhooks } = await runBlock(sending, ['app', 'webhooks']);
  toClose.push(() => (webhooks as Webhooks).stop());
  const key = await sendFile(await listen(app), { 'x-user': 'ada' });
  await expect.poll(() => save.mock.calls, { timeout: 20_000 }).toEqual([[key]]);
  expect((seen as ReadonlySet<string>).size).toBe(2);
});

function blockNamed(name: string): CodeBlock {
  const block = blocks.get(name);
  if (!block) throw new Error(`There is no block ${name}.`);
  return block;
}

/** A storage in place of AWS. The SDK and the pages' code find it in the environment. */
async function startStorage(bucket: string): Promise<LocalS3> {
  const dir = await createFolder();
  const s3 = await startLocalS3({
    dir,
    port: 0,
    ...KEYS,
    region: 'eu-central-1',
    buckets: [bucket],
  });
  toClose.push(() => s3.close());
  const key = randomBytes(32).toString('base64');
  for (const [name, value] of Object.entries({
    AWS_ENDPOINT_URL: s3.url,
    AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
    TOKEN_KEY: key,
    UPLOAD_TOKEN_KEY: key,
  })) {
    vi.stubEnv(name, value);
  }
  return s3;
}

async function createFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-docs-'));
  toClose.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function clientOf({ url }: LocalS3): S3Client {
  const client = new S3Client({ endpoint: url, region: 'eu-central-1', credentials: KEYS });
  toClose.push(() => client.destroy());
  return client;
}

async function startBackend(name: string): Promise<Call> {
  const block = blockNamed(name);
  if (!block.code.includes('express()')) {
    const { POST } = await runBlock(block);
    const handle = POST as (request: Request) => Promise<Response>;
    const path = /basePath: '([^']+)'/.exec(block.code)?.[1];
    return (route, body, headers) =>
      handle(new Request(`http://127.0.0.1${path}/${route}`, asPost(body, headers)));
  }
  // Its port may be in use on this machine.
  const code = block.code.replace('app.listen(3000)', 'export const server = app.listen(0)');
  const { app, server } = await runBlock({ ...block, code }, ['app']);
  return server === undefined ? listen(app) : callTo(server as Server);
}

async function listen(app: unknown): Promise<Call> {
  const server = createServer(app as RequestListener).listen(0, '127.0.0.1');
  return callTo(server);
}

async function callTo(server: Server): Promise<Call> {
  toClose.push(() => {
    server.closeAllConnections();
    server.close();
  });
  if (!server.listening) await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return (route, body, headers) =>
    fetch(`http://127.0.0.1:${port}/api/${route}`, asPost(body, headers));
}
