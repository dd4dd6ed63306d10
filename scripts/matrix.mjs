import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureChromium } from './browsers.mjs';
import { withNewcomer } from './newcomer.mjs';
import { bin, run } from './run.mjs';
import { RUNTIME_NAMES, runRuntimes } from './runtimes.mjs';
import { requireTrustedTypes } from './trusted-types.mjs';
import { build } from './workspace.mjs';

/**
 * The stacks with which people build the page of `docs/getting-started.md`. A new stack is a new row: its name, the
 * packages to install in a folder of its own (the first one is the stack itself), and a function that builds the page
 * into `output`.
 *
 * @typedef {object} Work
 * @property {string} folder the newcomer's folder, with `index.html` and `page.tsx`
 * @property {string} html the text of `index.html`
 * @property {string} tools the folder where the row's packages are installed
 * @property {string} output the folder for the built page
 * @property {(commands: string, cwd: string) => Promise<void>} shell runs commands, and throws when they fail
 *
 * @type {readonly { name: string, packages: readonly string[], build: (work: Work) => Promise<void> }[]}
 */
const STACKS = [
  { name: 'vite-5', packages: ['vite@5'], build: buildWithVite },
  { name: 'vite-7', packages: ['vite@7'], build: buildWithVite },
  { name: 'vite-8', packages: ['vite@8'], build: buildWithVite },
  { name: 'webpack-5', packages: ['webpack@5', 'esbuild-loader@4'], build: buildWithWebpack },
];

/**
 * Builds the page of `docs/getting-started.md` with each stack and uploads a file with each. Every page has a policy with
 * Trusted Types. Then runs the backend of `docs/frameworks.md` in each framework and runtime, and uploads a file with each.
 * A stack that fails does not stop the others. Prints a table at the end.
 *
 * @param {readonly string[]} names only these stacks. By default all
 * @returns the exit code
 */
export async function runMatrix(names) {
  const known = [...STACKS.map(nameOf), ...RUNTIME_NAMES];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`No stack ${unknown.join(', ')}. There are ${known.join(', ')}.`);
    return 2;
  }
  const chosen = names.length > 0 ? names : known;
  const stacks = STACKS.filter(({ name }) => chosen.includes(name));
  const runtimes = RUNTIME_NAMES.filter((name) => chosen.includes(name));
  await build();
  const code = await run(process.execPath, [bin('typescript', 'bin/tsc'), '-b']);
  if (code !== 0) return code;
  const pages = stacks.length > 0 ? await tryPages(stacks) : [];
  const backends = runtimes.length > 0 ? await runRuntimes(runtimes) : [];
  if (pages.length > 0) print([['stack', 'version', 'seconds', 'result'], ...pages]);
  if (backends.length > 0)
    print([['backend', 'version', 'seconds', 'lines', 'result'], ...backends]);
  return [...pages, ...backends].every((row) => row.at(-1) === 'uploads') ? 0 : 1;
}

/** @returns the rows of the table of pages */
async function tryPages(stacks) {
  process.env.CHROMIUM_PATH = await ensureChromium();
  return withNewcomer(async (newcomer) => {
    const html = requireTrustedTypes(newcomer.folder);
    const rows = [];
    for (const stack of stacks) rows.push(await tryStack(stack, html, newcomer));
    return rows;
  });
}

/** @returns its row of the table */
async function tryStack({ name, packages, build }, html, { folder, shell, upload }) {
  console.log(`\n--- ${name}`);
  const startedAt = Date.now();
  // Its own folder, so that it neither replaces nor finds the page's Vite.
  const tools = join(folder, 'stacks', name);
  let result = 'uploads';
  try {
    mkdirSync(tools, { recursive: true });
    const install = `npm init -y && npm install --no-audit --no-fund ${packages.join(' ')}`;
    await shell(install, tools);
    await build({ folder, html, tools, output: join(folder, 'dist', name), shell });
    await upload(name);
  } catch (error) {
    result = `FAILED: ${error instanceof Error ? error.message.split('\n', 1)[0] : error}`;
    console.error(error);
  }
  const seconds = String(Math.round((Date.now() - startedAt) / 1000));
  return [name, installedVersion(tools, packages[0]), seconds, result];
}

function nameOf({ name }) {
  return name;
}

function installedVersion(tools, spec) {
  const name = spec.slice(0, spec.lastIndexOf('@'));
  try {
    return JSON.parse(readFileSync(join(tools, 'node_modules', name, 'package.json'), 'utf8'))
      .version;
  } catch {
    return '-';
  }
}

function print(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  console.log('');
  for (const row of rows) {
    console.log(
      row
        .map((cell, i) => cell.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    );
  }
}

async function buildWithVite({ folder, tools, output, shell }) {
  const vite = join(tools, 'node_modules/vite/bin/vite.js');
  await shell(`node ${vite} build --logLevel warn --base ./ --outDir ${output}`, folder);
}

async function buildWithWebpack({ folder, html, tools, output }) {
  const load = createRequire(join(tools, 'package.json'));
  const webpack = load('webpack');
  const compiler = webpack({
    mode: 'production',
    context: folder,
    entry: './page.tsx',
    // Webpack loads chunks with script elements, which need Trusted Types.
    output: { path: output, trustedTypes: 'webpack' },
    experiments: { css: true },
    module: { rules: [{ test: /\.tsx$/, loader: load.resolve('esbuild-loader') }] },
  });
  const stats = await promisify(compiler.run.bind(compiler))();
  if (stats.hasErrors()) throw new Error(`webpack: ${stats.toString('errors-only')}`);
  const script = '<script type="module" src="main.js">';
  writeFileSync(join(output, 'index.html'), html.replace(/<script [^>]*>/, script));
}
