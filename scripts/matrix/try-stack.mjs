import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { freePort } from '../free-port.mjs';
import { installedVersion } from '../installed-version.mjs';
import { startGroup, stopGroup, untilAnswered } from '../process-group.mjs';
import { ROOT } from '../run.mjs';
import { readTitledBlocks } from '../titled-blocks.mjs';
import { uploadWithBrowser } from '../upload-with-browser.mjs';
import { startFront } from './front.mjs';

/**
 * One row: how a stack builds and serves a page that uploads.
 *
 * @typedef {object} Stack
 * @property {string} name
 * @property {readonly string[]} packages to install. The first one is the stack itself, whose version the table shows
 * @property {{ script?: string, style?: string }} [page] uses the page of `docs/getting-started.md`, with another script
 *   and a stylesheet in `index.html`
 * @property {readonly string[]} [blocks] prefixes of titles in `docs/stacks.md`. The rest of such a title is the path of a
 *   file that users write for Slipway
 * @property {Readonly<Record<string, readonly string[]>>} [recipes] files of `docs/recipes`, by the name of the page
 * @property {boolean} [listsFiles] whether the page then has a link with the name of the file
 * @property {(text: string) => string} [adapt] changes those files as the page says
 * @property {Readonly<Record<string, string>>} [files] what the stack needs without Slipway, too
 * @property {string} [build] commands
 * @property {string} [output] the folder of the built page. @defaultValue `dist`
 * @property {string} [start] the command of the stack's own server, which listens on `$PORT`
 * @property {boolean} [hasBackend] whether that server also serves `/api`
 * @property {boolean} [acceptsAnyScript] whether the page works without Trusted Types only
 * @property {'22'} [node] the Node that the stack needs, if not this one
 *
 * @typedef {object} Result
 * @property {string} name
 * @property {string} version
 * @property {boolean | undefined} builds `undefined` for a development server
 * @property {boolean} uploads
 * @property {boolean} worker
 * @property {number} lines of user code
 * @property {number} seconds
 * @property {string} fault or an empty text
 */

/** The time limit for a hang. Installing is slow on a busy machine. */
const PATIENCE_MS = 240_000;

/** Enough for several parts. */
const FILE_BYTES = 30_000_000;

const POLICY = "require-trusted-types-for 'script'; trusted-types slipway webpack";

const SDK = ['@aws-sdk/client-s3', '@aws-sdk/s3-request-presigner'];

const KEYS = { accessKeyId: 'local', secretAccessKey: 'local-secret' };

/**
 * Tries stacks one after the other, with the packages as published, in a fresh folder each. They share one store and the
 * backend of `docs/frameworks.md`. A stack that fails does not stop the others.
 *
 * @param {readonly Stack[]} stacks
 * @param {readonly string[]} tarballs
 * @returns {Promise<Result[]>}
 */
export async function tryStacks(stacks, tarballs) {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-stacks-'));
  const surroundings = await startSurroundings(join(folder, 'backend'), tarballs);
  try {
    const results = [];
    for (const stack of stacks) {
      const own = join(folder, stack.name);
      results.push(await tryStack(stack, own, tarballs, surroundings));
      rmSync(own, { recursive: true, force: true });
    }
    return results;
  } finally {
    await surroundings.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function tryStack(stack, folder, tarballs, { env, front, origin, expectUpload }) {
  console.log(`\n--- ${stack.name}`);
  const startedAt = Date.now();
  const result = {
    name: stack.name,
    builds: stack.build ? false : undefined,
    uploads: false,
    worker: false,
    fault: '',
  };
  const mine = ownFiles(stack);
  let server;
  try {
    const files = { ...pageOf(stack), ...stack.files, ...mine };
    writeFiles(folder, files);
    const own = stack.packages.some((spec) => spec.startsWith('react@'));
    const react = stack.page && !own ? ['react', 'react-dom'] : [];
    const packages = [
      ...chosenTarballs(Object.values(files), tarballs),
      ...react,
      ...stack.packages,
    ];
    await shell(`npm install --no-audit --no-fund ${packages.join(' ')}`, folder, stack);
    if (stack.build) {
      await shell(stack.build, folder, stack);
      result.builds = true;
    }
    const policy = stack.page && !stack.acceptsAnyScript ? POLICY : undefined;
    if (stack.start) {
      const port = await freePort();
      const command = ['bash', '-c', `exec ${stack.start}`];
      const environment = { ...env, ...environmentOf(stack), PORT: String(port) };
      server = startGroup(command, folder, environment);
      await untilAnswered(`http://127.0.0.1:${port}/`, [server], PATIENCE_MS);
      front.show({ port, hasBackend: stack.hasBackend, policy });
    } else {
      front.show({ folder: join(folder, stack.output ?? 'dist'), policy });
    }
    await expectUpload((file) => {
      const link = stack.listsFiles ? basename(file) : undefined;
      return uploadWithBrowser(`${origin}/`, file, PATIENCE_MS, { link });
    });
    // Without a worker, the upload would have thrown.
    result.uploads = true;
    result.worker = true;
  } catch (error) {
    result.fault = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    console.error(error, server?.output ?? '');
  } finally {
    if (server) await stopGroup(server, 'SIGKILL');
  }
  const lines = Object.values({ ...(stack.page && { 'page.tsx': PAGE.get('page.tsx') }), ...mine })
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.trim() !== '').length;
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  console.log(result.fault || 'uploads', `(${seconds} s)`);
  return { ...result, version: installedVersion(folder, stack.packages[0]), lines, seconds };
}

const PAGE = readTitledBlocks('docs/getting-started.md');
const BACKEND = readTitledBlocks('docs/frameworks.md');

/** The page of getting started, for stacks that only bundle it. */
function pageOf({ page }) {
  if (!page) return {};
  const { script, style } = page;
  let html = PAGE.get('index.html');
  if (script) html = html.replace('/page.tsx', `./${script}`);
  if (style) html = html.replace('</head>', `<link rel="stylesheet" href="./${style}" /></head>`);
  const others = ['page.tsx', 'tsconfig.json'].map((file) => [file, PAGE.get(file)]);
  return { 'index.html': html, ...Object.fromEntries(others) };
}

/** What users of the stack write for Slipway. */
function ownFiles({ blocks = [], recipes = {}, adapt = (text) => text, hasBackend }) {
  const found = hasBackend ? { 'uploads.js': BACKEND.get('uploads.js') } : {};
  for (const [name, files] of Object.entries(recipes)) {
    const recipe = readTitledBlocks(`docs/recipes/${name}.md`);
    for (const file of files) found[file] = recipe.get(file);
  }
  for (const [title, text] of readTitledBlocks('docs/stacks.md')) {
    const prefix = blocks.find((one) => title.startsWith(one));
    if (prefix) found[title.slice(prefix.length)] = adapt(text);
  }
  return found;
}

function writeFiles(folder, files) {
  const all = { 'package.json': '{ "type": "module", "private": true }', ...files };
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

/** The packages that the files import, and those on which these depend. */
function chosenTarballs(files, tarballs) {
  const imported = files.flatMap((text) =>
    Array.from(text.matchAll(/'@slipway\/(\w+)/g), ([, name]) => name),
  );
  const names = new Set([
    'protocol',
    ...(imported.includes('element') ? [] : ['core']),
    ...imported,
  ]);
  const chosen = tarballs.filter((path) =>
    names.has(/slipway-([\w-]+)-\d/.exec(basename(path))?.[1]),
  );
  return names.has('server') ? [...chosen, ...SDK] : chosen;
}

/** Frameworks report on their users, and colour what they print. */
const QUIET = {
  NEXT_TELEMETRY_DISABLED: '1',
  ASTRO_TELEMETRY_DISABLED: '1',
  NUXT_TELEMETRY_DISABLED: '1',
  NG_CLI_ANALYTICS: 'false',
  NO_COLOR: '1',
};

function environmentOf({ node }) {
  if (!node) return QUIET;
  const bin = join(ROOT, `scripts/node-versions/node_modules/node-${node}/bin`);
  return { ...QUIET, PATH: `${bin}${delimiter}${process.env.PATH}` };
}

async function shell(commands, cwd, stack) {
  const child = startGroup(['bash', '-e', '-c', commands], cwd, environmentOf(stack));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`Failed: ${commands}\n${child.output}`);
}

/** The store, the backend of `docs/frameworks.md` and the origin in front of it. */
async function startSurroundings(folder, tarballs) {
  const { browserUploadCors, startLocalS3 } = await import(
    join(ROOT, 'packages/local-s3/dist/index.js')
  );
  const files = ['uploads.js', 'node-http.js'];
  writeFiles(folder, Object.fromEntries(files.map((file) => [file, BACKEND.get(file)])));
  const ours = tarballs.filter((path) => /(?:protocol|server)-\d/.test(path));
  await shell(`npm install --no-audit --no-fund ${[...ours, ...SDK].join(' ')}`, folder, {});
  const [frontPort, backendPort] = [await freePort(), await freePort()];
  const origin = `http://127.0.0.1:${frontPort}`;
  const dir = join(folder, 'data');
  const cors = browserUploadCors([origin]);
  const store = await startLocalS3({ dir, port: 0, ...KEYS, buckets: ['uploads'], cors });
  const env = {
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_S3: store.url,
    AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
    BUCKET: 'uploads',
    TOKEN_KEY: randomBytes(32).toString('base64'),
  };
  const command = [process.execPath, 'node-http.js'];
  const backend = startGroup(command, folder, { ...env, PORT: String(backendPort) });
  await untilAnswered(`http://127.0.0.1:${backendPort}/api/policy`, [backend], PATIENCE_MS);
  const front = await startFront(frontPort, backendPort);
  return {
    env,
    front,
    origin,
    expectUpload: uploadExpectation(folder, store.url),
    async close() {
      front.close();
      await stopGroup(backend);
      await store.close({ graceMs: 0 });
    },
  };
}

/** Returns a function that uploads a new file, and compares the bucket's only object with it. */
function uploadExpectation(folder, endpoint) {
  const load = createRequire(join(folder, 'package.json'));
  const { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, S3Client } =
    load('@aws-sdk/client-s3');
  const options = { region: 'us-east-1', endpoint, forcePathStyle: true, credentials: KEYS };
  const client = new S3Client(options);
  const file = join(folder, 'first.bin');
  const keys = async () => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: 'uploads' }));
    return Contents.map(({ Key }) => Key);
  };
  return async (upload) => {
    for (const Key of await keys()) {
      await client.send(new DeleteObjectCommand({ Bucket: 'uploads', Key }));
    }
    writeFileSync(file, randomBytes(FILE_BYTES));
    await upload(file);
    const [Key, ...others] = await keys();
    if (!Key || others.length > 0) throw new Error(`There are ${others.length} objects too many.`);
    const { Body } = await client.send(new GetObjectCommand({ Bucket: 'uploads', Key }));
    const bytes = await Body.transformToByteArray();
    if (sha256(bytes) !== sha256(readFileSync(file))) throw new Error('The object differs.');
  };
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
