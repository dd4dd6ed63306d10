import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { freePort } from './free-port.mjs';
import { installedVersion } from './installed-version.mjs';
import { FRAMEWORKS, SVELTEKIT_PACKAGES } from './matrix/frameworks.mjs';
import { withTarballs } from './packed.mjs';
import { startGroup, stopGroup, untilAnswered } from './process-group.mjs';
import { bin, ROOT } from './run.mjs';
import { readTitledBlocks } from './titled-blocks.mjs';

/** The time limit for a hang. Building is slow on a busy machine. */
const PATIENCE_MS = 240_000;

const NODES = join(ROOT, 'scripts/node-versions/node_modules');
/** The folder of a Node, for stacks that need a newer one than this. */
const NODE_22 = join(NODES, 'node-22/bin');
const SDK = ['@aws-sdk/client-s3', '@aws-sdk/s3-request-presigner'];

/**
 * Where people run the backend. A row runs files of `docs/frameworks.md`, as they are. The table shows the version of the
 * first package, or without packages, of the Node that starts the files. `otherClients` are versions of the SDK whose clients
 * must type-check. They are installed as `other-sdk-0` and so on. `adapt` changes the files.
 *
 * @type {readonly { name: string, packages: readonly string[], files: readonly string[], start: readonly string[],
 *   prepare?: readonly string[], node?: string, otherClients?: readonly string[], adapt?: (text: string) => string }[]}
 */
const STACKS = [
  {
    name: 'node-20',
    packages: [],
    files: ['node-http.js'],
    start: [process.execPath, 'node-http.js'],
  },
  {
    name: 'node-22',
    packages: [],
    files: ['node-http.js'],
    start: [join(NODES, 'node-22/bin/node'), 'node-http.js'],
  },
  {
    name: 'node-24',
    packages: [],
    files: ['node-http.js'],
    start: [join(NODES, 'node-24/bin/node'), 'node-http.js'],
  },
  {
    // The oldest SDK that the backend accepts.
    name: 'aws-sdk-3.700',
    packages: SDK.map((name) => `${name}@3.700.0`),
    files: ['node-http.js'],
    start: [process.execPath, 'node-http.js'],
    otherClients: ['3.850.0'],
  },
  {
    // The client comes from another copy of the SDK than the one that the backend finds.
    name: 'aws-sdk-mixed',
    packages: SDK.map((name) => `${name}@latest`),
    files: ['node-http.js'],
    start: [process.execPath, 'node-http.js'],
    otherClients: ['3.1044.0', '3.700.0'],
    adapt: (text) => text.replace("'@aws-sdk/client-s3'", "'other-sdk-0'"),
  },
  {
    name: 'express-4',
    packages: ['express@4'],
    files: ['express.js'],
    start: [process.execPath, 'express.js'],
  },
  {
    name: 'express-5',
    packages: ['express@5'],
    files: ['express.js'],
    start: [process.execPath, 'express.js'],
  },
  { name: 'koa', packages: ['koa'], files: ['koa.js'], start: [process.execPath, 'koa.js'] },
  {
    name: 'fastify',
    packages: ['fastify'],
    files: ['fastify.js'],
    start: [process.execPath, 'fastify.js'],
  },
  {
    name: 'nest',
    packages: [
      '@nestjs/core',
      '@nestjs/common',
      '@nestjs/platform-express',
      'reflect-metadata',
      'rxjs',
    ],
    files: ['nest.js'],
    start: [process.execPath, 'nest.js'],
  },
  {
    name: 'hono',
    packages: ['hono', '@hono/node-server'],
    files: ['hono.js'],
    start: [process.execPath, 'hono.js'],
  },
  {
    name: 'lambda',
    packages: ['hono'],
    files: ['lambda.js'],
    start: [process.execPath, 'invoke.js'],
  },
  { name: 'bun', packages: ['bun'], files: ['bun.js'], start: ['node_modules/.bin/bun', 'bun.js'] },
  {
    name: 'deno',
    packages: ['deno'],
    files: ['deno.js'],
    start: [
      'node_modules/.bin/deno',
      'run',
      '--no-prompt',
      '--allow-env',
      '--allow-net',
      '--allow-read',
      '--allow-sys',
      'deno.js',
    ],
  },
  {
    name: 'workerd',
    packages: ['workerd', 'esbuild', '@xmldom/xmldom'],
    files: ['worker.js'],
    prepare: [
      'node_modules/.bin/esbuild',
      'worker.js',
      '--bundle',
      '--format=esm',
      '--platform=browser',
      '--conditions=workerd,worker,browser',
      '--external:node:*',
      '--external:cloudflare:*',
      '--outfile=bundle.mjs',
      '--log-level=warning',
    ],
    start: ['node_modules/.bin/workerd', 'serve', 'workerd.capnp'],
  },
  {
    name: 'next',
    packages: ['next', 'react', 'react-dom'],
    files: ['app/api/[...path]/route.js'],
    prepare: ['node_modules/.bin/next', 'build'],
    start: ['node_modules/.bin/next', 'start'],
  },
  {
    name: 'sveltekit',
    packages: SVELTEKIT_PACKAGES,
    node: NODE_22,
    files: ['src/routes/api/[...path]/+server.js'],
    prepare: ['node_modules/.bin/vite', 'build', '--logLevel', 'warn'],
    start: ['node', 'build/index.js'],
  },
  {
    name: 'nuxt',
    packages: ['nuxt', 'vue', 'vue-router'],
    node: NODE_22,
    files: ['server/api/[...].js'],
    prepare: ['node_modules/.bin/nuxt', 'build'],
    start: ['node', '.output/server/index.mjs'],
  },
];

/** These files create their own handler or router. */
const WITHOUT_HANDLER = new Set(['express.js', 'worker.js']);

export const RUNTIME_NAMES = STACKS.map(({ name }) => name);

/** What the documentation leaves to the platform: a page for Next, an event for Lambda, the bindings of a Worker. */
const PLATFORM = {
  next: {
    'app/layout.js':
      'export default ({ children }) => <html lang="en"><body>{children}</body></html>;\n',
    'app/page.js': 'export default () => <p>Uploads</p>;\n',
  },
  sveltekit: FRAMEWORKS.find(({ name }) => name === 'sveltekit').files,
  lambda: { 'invoke.js': readFileSync(join(ROOT, 'scripts/smoke/invoke-lambda.mjs'), 'utf8') },
};

/**
 * Uploads a file with each stack, by the packages as published, and compares the object. A stack that fails does not
 * stop the others. Needs the output of the type check and of the build.
 *
 * @param {readonly string[]} names of {@link RUNTIME_NAMES}
 * @returns {Promise<string[][]>} for each stack: name, version, seconds, lines of user code, result
 */
export async function runRuntimes(names) {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-runtimes-'));
  try {
    return await withTarballs(async (tarballs) => {
      const ours = tarballs.filter((path) => /(?:protocol|server)-\d/.test(path));
      const rows = [];
      for (const stack of STACKS.filter(({ name }) => names.includes(name))) {
        rows.push(await tryStack(stack, join(folder, stack.name), ours));
      }
      return rows;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function tryStack(stack, folder, tarballs) {
  const {
    name,
    packages,
    files,
    prepare,
    start,
    otherClients = [],
    adapt = (text) => text,
  } = stack;
  const env = environmentOf(stack);
  console.log(`\n--- ${name}`);
  const startedAt = Date.now();
  const blocks = readTitledBlocks('docs/frameworks.md');
  const shared = WITHOUT_HANDLER.has(files[0]) ? [] : ['uploads.js'];
  const texts = [...shared, ...files].map((file) => [file, adapt(blocks.get(file))]);
  let result = 'uploads';
  let server;
  let store;
  try {
    for (const [file, text] of [...texts, ...Object.entries(PLATFORM[name] ?? {})]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }');
    const sdk = SDK.filter((one) => !packages.some((other) => other.startsWith(`${one}@`)));
    await run(
      ['npm', 'install', '--no-audit', '--no-fund', ...tarballs, ...sdk, ...packages],
      folder,
      // npm prefers versions for the Node that runs it.
      env,
    );
    if (otherClients.length > 0) await checkOtherClients(folder, otherClients);
    // The secrets are there only when the server starts.
    if (prepare) await run(prepare, folder, env);
    store = await startStore(folder);
    const port = await freePort();
    if (name === 'workerd')
      writeFileSync(join(folder, 'workerd.capnp'), workerConfig(store.env, port));
    server = startGroup(start, folder, { ...store.env, ...env, PORT: String(port) });
    await upload(`http://127.0.0.1:${port}`, store, server);
  } catch (error) {
    result = `FAILED: ${error instanceof Error ? error.message.split('\n', 1)[0] : error}`;
    console.error(error, server?.output ?? '');
  } finally {
    if (server) await stopGroup(server, 'SIGKILL');
    await store?.close();
  }
  const lines = texts.flatMap(([, text]) => text.split('\n').filter((line) => line.trim() !== ''));
  const seconds = String(Math.round((Date.now() - startedAt) / 1000));
  return [name, versionOf(folder, packages, start), seconds, String(lines.length), result];
}

/** A store with one bucket, and the environment of a backend that uses it. */
async function startStore(folder) {
  const { startLocalS3 } = await import(join(ROOT, 'packages/local-s3/dist/index.js'));
  const keys = { accessKeyId: 'local', secretAccessKey: 'local-secret' };
  const dir = join(folder, 'data');
  const { url, close } = await startLocalS3({ dir, port: 0, ...keys, buckets: ['uploads'] });
  const env = {
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_S3: url,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    BUCKET: 'uploads',
    TOKEN_KEY: randomBytes(32).toString('base64'),
  };
  const load = createRequire(join(ROOT, 'packages/server/package.json'));
  const { GetObjectCommand, S3Client } = load('@aws-sdk/client-s3');
  const client = new S3Client({
    region: env.AWS_REGION,
    endpoint: url,
    forcePathStyle: true,
    credentials: keys,
  });
  return {
    env,
    async read(key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: 'uploads', Key: key }));
      return Buffer.from(await Body.transformToByteArray());
    },
    async close() {
      client.destroy();
      await close({ graceMs: 0 });
    },
  };
}

const PART_SIZE = 5 * 1024 ** 2;

/** Uploads a file of two parts, and compares the object. */
async function upload(origin, store, server) {
  await untilAnswered(`${origin}/api/policy`, [server], PATIENCE_MS);
  const call = async (route, body) => {
    const response = await fetch(`${origin}/api/uploads${route}`, {
      method: 'POST',
      // As browsers do. The backend refuses the pages of other origins.
      headers: { 'content-type': 'application/json', origin, 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    assert.equal(response.status, 200, text);
    return JSON.parse(text);
  };
  const bytes = randomBytes(PART_SIZE + 1_000);
  const file = {
    name: 'a.bin',
    size: bytes.length,
    type: '',
    partSize: PART_SIZE,
    integrity: 'none',
  };
  const parts = [{ partNumber: 1 }, { partNumber: 2 }];
  const created = await call('', { files: [{ ...file, parts }] });
  const [{ token, parts: urls }] = created.uploads;
  for (const { partNumber, url, headers } of urls) {
    const body = bytes.subarray((partNumber - 1) * PART_SIZE, partNumber * PART_SIZE);
    assert.equal((await fetch(url, { method: 'PUT', headers, body })).status, 200);
  }
  const { uploads } = await call('/complete', { uploads: [{ token }] });
  assert.ok(bytes.equals(await store.read(uploads[0].object.objectKey)), 'The object differs.');
}

/** Servers of frameworks listen on all addresses by default, and report on their users. */
function environmentOf({ node }) {
  const quiet = { HOST: '127.0.0.1', NUXT_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1' };
  return node ? { ...quiet, PATH: `${node}${delimiter}${process.env.PATH}` } : quiet;
}

async function run(command, cwd, env) {
  const child = startGroup(command, cwd, env);
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${command.slice(0, 3).join(' ')} failed: ${child.output}`);
}

/** Type-checks that the backend accepts S3 clients of other versions of the SDK than its own. */
async function checkOtherClients(folder, versions) {
  const others = versions.map((version, i) => `other-sdk-${i}@npm:@aws-sdk/client-s3@${version}`);
  const types = ['express', '@types/express', '@types/node'];
  await run(['npm', 'install', '--no-audit', '--no-fund', ...others, ...types], folder);
  const text = readFileSync(join(ROOT, 'scripts/smoke/other-client.ts'), 'utf8');
  const names = versions.map((_, i) => `other-client-${i}.ts`);
  for (const [i, file] of names.entries()) {
    writeFileSync(join(folder, file), text.replace('@aws-sdk/client-s3', `other-sdk-${i}`));
  }
  const options = '--noEmit --strict --exactOptionalPropertyTypes --skipLibCheck --module nodenext';
  const tsc = [process.execPath, bin('typescript', 'bin/tsc'), ...options.split(' ')];
  await run([...tsc, '--target', 'es2023', '--types', 'node', ...names], folder);
}

/** A Worker whose bindings are the environment. */
function workerConfig(env, port) {
  const bindings = Object.entries(env).map(
    ([name, value]) => `(name = "${name}", text = ${JSON.stringify(value)})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "bundle.mjs", esModule = embed "bundle.mjs")],
  bindings = [${bindings.join(', ')}],
  compatibilityDate = "2026-08-04",
);
`;
}

function versionOf(folder, [spec], [command]) {
  if (spec !== undefined) return installedVersion(folder, spec);
  return spawnSync(command, ['--version'], { encoding: 'utf8' }).stdout.trim();
}
