import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './browsers.mjs';
import { BUNDLERS } from './matrix/bundlers.mjs';
import { FRAMEWORKS } from './matrix/frameworks.mjs';
import { updateTable } from './matrix/table.mjs';
import { tryStacks } from './matrix/try-stack.mjs';
import { withTarballs } from './packed.mjs';
import { bin, ROOT, run } from './run.mjs';
import { RUNTIME_NAMES, runRuntimes } from './runtimes.mjs';
import { build } from './workspace.mjs';

const STACKS = [...BUNDLERS, ...FRAMEWORKS];
const STACK_NAMES = STACKS.map(({ name }) => name);
/** The name that runs the tests of `docs/recipes` instead of a stack. */
const RECIPES = 'recipes';
const PAGE = join(ROOT, 'docs/stacks.md');

/**
 * Uploads a file with each bundler and framework of `docs/stacks.md`, and with the backend in each framework and runtime of
 * `docs/frameworks.md`. All use the packages as published. A stack that fails does not stop the others. Writes what happened
 * into the tables of `docs/stacks.md`. Also runs all tests of `docs/recipes`.
 *
 * @param {readonly string[]} names only these stacks. By default all
 * @returns the exit code
 */
export async function runMatrix(names) {
  const known = [...STACK_NAMES, ...RUNTIME_NAMES, RECIPES];
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
  await writeTables(pages, backends);
  const recipes = chosen.includes(RECIPES) ? await testRecipes() : 0;
  const faults = [
    ...(recipes === 0 ? [] : [`${RECIPES}: a test failed`]),
    ...pages.filter(({ fault }) => fault).map(({ name, fault }) => `${name}: ${fault}`),
    ...backends.filter((row) => row.at(-1) !== 'uploads').map((row) => `${row[0]}: ${row.at(-1)}`),
  ];
  for (const fault of faults) console.error(fault);
  console.log(`${pages.length + backends.length} stacks, ${faults.length} faults`);
  return faults.length > 0 ? 1 : 0;
}

/** All tests of `docs/recipes`. `npm test` leaves out those that take the most of the processor. */
async function testRecipes() {
  const env = { SLIPWAY_ALL_RECIPES: 'true', CHROMIUM_PATH: await ensureChromium() };
  const node = (script, args, cwd) => run(process.execPath, [script, ...args], { cwd, env });
  const unit = ['run', '--project', 'node', 'apps/docs/src/recipes'];
  const stories = ['test', '--project=chromium', 'stories/recipes.spec.ts'];
  const codes = [
    await node(bin('vitest', 'vitest.mjs'), unit, ROOT),
    await node(bin('@playwright/test', 'cli.js', 'e2e'), stories, join(ROOT, 'e2e')),
  ];
  return codes.find((code) => code !== 0) ?? 0;
}

async function tryPages(stacks) {
  process.env.CHROMIUM_PATH = await ensureChromium();
  return withTarballs((tarballs) => tryStacks(stacks, tarballs));
}

async function writeTables(pages, backends) {
  const today = new Date().toISOString().slice(0, 10);
  const withPages = updateTable(
    readFileSync(PAGE, 'utf8'),
    'pages',
    ['stack', 'version', 'builds', 'uploads', 'worker', 'your lines', 'tried on'],
    pages.map(({ name, version, builds, uploads, worker, lines }) => {
      const marks = [builds, uploads, worker].map(mark);
      return [name, version, ...marks, String(lines), today];
    }),
    STACK_NAMES,
  );
  const withBackends = updateTable(
    withPages,
    'backends',
    ['backend', 'version', 'uploads', 'your lines', 'tried on'],
    backends.map(([name, version, , lines, result]) => {
      return [name, version, mark(result === 'uploads'), lines, today];
    }),
    RUNTIME_NAMES,
  );
  writeFileSync(PAGE, withBackends);
  await run(process.execPath, [bin('@biomejs/biome', 'bin/biome'), 'format', '--write', PAGE]);
}

function mark(held) {
  if (held === undefined) return '–';
  return held ? '✓' : '✗';
}
