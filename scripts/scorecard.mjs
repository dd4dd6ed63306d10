import { join } from 'node:path';
import { ensureChromium, findFirefox } from './browsers.mjs';
import { bin, ROOT, run } from './run.mjs';
import { build } from './workspace.mjs';

const TABLE = join(ROOT, 'docs/scorecard.md');
const SEEDS = '1,2,3,4,5';
const PLAY = ['test', '--config', 'playwright.scorecard.config.ts'];

/**
 * Plays rows of the scorecard in every browser there is. Rows that are named, like `R07`, are played with one
 * seed; without a name all are, with five seeds each, and `docs/scorecard.md` is written. Other arguments go to
 * Playwright (`--project=firefox`). Resolves with the exit code.
 *
 * A whole run can be had in pieces: `SCORECARD_SEEDS` names the seeds to play, and `SCORECARD_RESULTS` a file in which
 * results are collected.
 */
export async function runScorecard(args) {
  const rows = args.filter((arg) => /^R\d\d$/.test(arg));
  await build();
  // Playwright reads the rig's packages as they are built.
  const typecheck = await run(process.execPath, [bin('typescript', 'bin/tsc'), '-b']);
  if (typecheck !== 0) return typecheck;
  const playwright = bin('@playwright/test', 'cli.js', 'e2e');
  const options = args.filter((arg) => !rows.includes(arg));
  if (rows.length > 0) options.push('--grep', `\\b(${rows.join('|')})\\b`);
  const firefox = await findFirefox();
  const code = await run(process.execPath, [playwright, ...PLAY, ...options], {
    cwd: join(ROOT, 'e2e'),
    env: {
      CHROMIUM_PATH: await ensureChromium(),
      ...(firefox && { FIREFOX_PATH: firefox }),
      SCORECARD_SEEDS: process.env.SCORECARD_SEEDS ?? (rows.length > 0 ? '1' : SEEDS),
      SCORECARD_TABLE: rows.length > 0 ? '' : TABLE,
    },
  });
  if (rows.length === 0)
    await run(process.execPath, [bin('@biomejs/biome', 'bin/biome'), 'format', '--write', TABLE]);
  return code;
}
