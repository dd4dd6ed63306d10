import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bin, ROOT, run } from './run.mjs';

const MINIMUM_NODE = [20, 19];

/** Older ones get no security fixes. @see https://github.com/nodejs/release#release-schedule */
const SUPPORTED_NODE = 22;

/** Runs the pinned pnpm. npm, which comes with Node, downloads it. */
export function pnpm(args, env = {}) {
  const { packageManager } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  // `checkNode` has already warned of an old Node. pnpm would repeat that for each package.
  const quiet = nodeMajor() < SUPPORTED_NODE && {
    PNPM_CONFIG_NODE_VERSION: `${SUPPORTED_NODE}.12.0`,
  };
  return run('npm', ['exec', '--yes', '--', packageManager, ...args], {
    env: { CI: '1', ...quiet, ...env }, // CI=1: pnpm asks no questions.
  });
}

/** Warns if this Node is past its end of life. @throws if Slipway does not run on it */
export function checkNode() {
  const major = nodeMajor();
  if (major >= SUPPORTED_NODE) return;
  const minor = Number(process.versions.node.split('.')[1]);
  const [oldestMajor, oldestMinor] = MINIMUM_NODE;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new Error(`Slipway needs Node ${SUPPORTED_NODE} or newer. This is ${process.version}.`);
  }
  console.warn(
    `Warning: Node ${process.version} gets no security fixes. Use Node ${SUPPORTED_NODE} or newer.`,
  );
}

function nodeMajor() {
  return Number(process.versions.node.split('.')[0]);
}

/** Installs the dependencies, unless those of this lockfile are already installed. */
export async function install() {
  await once('install', ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests()], async () => {
    if ((await pnpm(['install', '--frozen-lockfile'])) !== 0) {
      throw new Error('Installing the dependencies failed. See above.');
    }
  });
}

/** Builds what `npm start` serves, unless these sources are already built. */
export async function build({ force = false } = {}) {
  const packages = ['protocol', 'core', 'react', 'element', 'server', 'local-s3', 'create-slipway'];
  const folders = [...packages.map((name) => `packages/${name}`), 'apps/server', 'apps/web'];
  await once('build', ['pnpm-lock.yaml', ...folders], buildBundles, force);
}

async function buildBundles() {
  if ((await run(process.execPath, [join(ROOT, 'packages/react/flat-styles.js')])) !== 0) {
    throw new Error('Writing the stylesheets failed. See above.');
  }
  const results = await Promise.all([
    viteBuild('apps/server'),
    viteBuild('packages/core'),
    viteBuild('packages/create-slipway'),
    buildElement().then((code) => code || viteBuild('apps/web')),
  ]);
  if (results.some((code) => code !== 0)) throw new Error('The build failed. See above.');
}

/** The one-file build contains the worker that the other build wrote. */
async function buildElement() {
  const code = await viteBuild('packages/element');
  return code || viteBuild('packages/element', ['--config', 'standalone.config.ts']);
}

function viteBuild(folder, options = []) {
  const vite = bin('vite', 'bin/vite.js', folder);
  const args = [vite, 'build', '--logLevel', 'warn', ...options];
  return run(process.execPath, args, { cwd: join(ROOT, folder) });
}

/** Does `work` unless it was already done with the same inputs. */
async function once(name, inputs, work, force = false) {
  const stampFile = join(ROOT, 'node_modules', `.slipway-${name}`);
  const stamp = fingerprint(inputs);
  if (!force && readOr(stampFile, '') === stamp) return;
  await work();
  mkdirSync(join(ROOT, 'node_modules'), { recursive: true });
  writeFileSync(stampFile, stamp);
}

/** A hash of the contents of files and folders. It ignores generated files. */
export function fingerprint(inputs, takes = () => true) {
  const hash = createHash('sha256').update(process.version);
  for (const input of inputs) {
    for (const file of filesOf(input).filter(takes))
      hash
        .update(file)
        .update('\0')
        .update(readFileSync(join(ROOT, file)));
  }
  return hash.digest('hex');
}

const GENERATED = new Set(['node_modules', 'dist', '.slipway']);

function filesOf(path) {
  let entries;
  try {
    entries = readdirSync(join(ROOT, path), { withFileTypes: true });
  } catch {
    return [path]; // A file.
  }
  return entries
    .filter(({ name }) => !GENERATED.has(name) && !name.endsWith('.tsbuildinfo'))
    .filter(({ name }) => path !== 'packages/react' || !name.endsWith('.css'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const child = `${path}/${entry.name}`;
      return entry.isDirectory() ? filesOf(child) : [child];
    });
}

function manifests() {
  const packages = ['packages', 'apps'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${folder}/${name}/package.json`),
  );
  return ['package.json', 'e2e/package.json', 'scripts/node-versions/package.json', ...packages];
}

function readOr(file, fallback) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return fallback;
  }
}
