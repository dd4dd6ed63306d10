import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium, findFirefox } from './browsers.mjs';
import { bin, capture, ROOT, run } from './run.mjs';
import { build, fingerprint } from './workspace.mjs';

const TABLE = join(ROOT, 'docs/scorecard.md');
const RESULTS = join(ROOT, 'node_modules/.slipway-scorecard.json');
const SEEDS = '1,2,3,4,5';
const PLAY = ['test', '--config', 'playwright.scorecard.config.ts'];

/** This row measures milliseconds of the page, so it runs alone: another row would distort the result. */
const ALONE = 'R30 a folder of 10,000 files';

/** The code that every row depends on. The row's own file is added. */
const CODE = [
  'pnpm-lock.yaml',
  ...['protocol', 'core', 'server', 'local-s3'].map((name) => `packages/${name}/src`),
  'packages/react/src/files',
  'apps/server/src',
  'e2e/page',
  'e2e/rig',
];

/**
 * Runs the scorecard in every installed browser with five seeds and writes `docs/scorecard.md`. It records each result
 * with a hash of the code and does not run that row again, so the next run resumes an interrupted one. Rows that you
 * name, like `R07`, run with one seed and are not recorded. Other arguments go to Playwright
 * (`--project=firefox`, `--global-timeout=480000`). Resolves with the exit code.
 *
 * `SCORECARD_SEEDS` names the seeds to run. `SCORECARD_RESULTS` is the file for results.
 */
export async function runScorecard(args) {
  const rows = args.filter((arg) => /^R\d\d$/.test(arg));
  const options = args.filter((arg) => !rows.includes(arg));
  await build();
  // Playwright reads the rig's packages as they are built.
  const typecheck = await run(process.execPath, [bin('typescript', 'bin/tsc'), '-b']);
  if (typecheck !== 0) return typecheck;
  const play = (more, env) => playRows([...options, ...more], env);
  if (rows.length > 0) {
    return play(['--grep', `\\b(${rows.join('|')})\\b`], {
      SCORECARD_SEEDS: process.env.SCORECARD_SEEDS ?? '1',
      SCORECARD_CODE: '',
    });
  }
  const noted = {
    SCORECARD_SEEDS: process.env.SCORECARD_SEEDS ?? SEEDS,
    SCORECARD_CODE: fingerprint(CODE, (file) => !/\.test\.tsx?$|\.md$/.test(file)),
    SCORECARD_VERSION: version(),
    SCORECARD_RESULTS: process.env.SCORECARD_RESULTS ?? RESULTS,
    SCORECARD_TABLE: TABLE,
  };
  // The last run of all rows skips those with a recorded result. A caller who chooses rows with --grep decides what
  // runs in parallel.
  const isChosen = options.some((option) => /^(?:-g|--grep)/.test(option));
  // Firefox keeps response bodies until it ends, several GiB of them, so each file of rows has its own browsers.
  const turns = [['--grep', ALONE, '--workers=1', '--pass-with-no-tests'], ...specs()];
  let failed = 0;
  for (const turn of isChosen ? [] : turns) {
    failed = (await play(turn, { ...noted, SCORECARD_TABLE: '' })) || failed;
  }
  const all = await play([], noted);
  await run(process.execPath, [bin('@biomejs/biome', 'bin/biome'), 'format', '--write', TABLE]);
  return failed || all;
}

/** The files of rows, each as arguments for Playwright. */
function specs() {
  const names = readdirSync(join(ROOT, 'e2e/scorecard')).filter((name) =>
    name.endsWith('.spec.ts'),
  );
  return names.map((name) => [name, '--fully-parallel', '--pass-with-no-tests']);
}

async function playRows(options, env) {
  const firefox = await findFirefox();
  return run(process.execPath, [bin('@playwright/test', 'cli.js', 'e2e'), ...PLAY, ...options], {
    cwd: join(ROOT, 'e2e'),
    env: {
      CHROMIUM_PATH: await ensureChromium(),
      ...(firefox && { FIREFOX_PATH: firefox }),
      ...env,
    },
  });
}

/** The commit, for readers of the table. Whether a row runs again depends on the hash of the code. */
function version() {
  const commit = capture('git', ['log', '-1', '--format=%h'])?.trim();
  if (!commit) return '';
  const changes = capture('git', ['status', '--porcelain', '--', ...CODE, 'e2e/scorecard'])?.trim();
  return changes ? `${commit}, with changes` : commit;
}
