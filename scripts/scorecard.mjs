import { join } from 'node:path';
import { ensureChromium, findFirefox } from './browsers.mjs';
import { bin, ROOT, run } from './run.mjs';
import { build } from './workspace.mjs';

const SEEDS = '1,2,3,4,5';

/**
 * Plays rows of the scorecard in every browser there is. One row, named like `R07`, is played with one
 * seed; without a name all are, with five seeds each, and `docs/scorecard.md` is written. Resolves
 * with the exit code.
 */
export async function runScorecard(row) {
  await build();
  // Playwright reads the rig's packages as they are built.
  const typecheck = await run(process.execPath, [bin('typescript', 'bin/tsc'), '-b']);
  if (typecheck !== 0) return typecheck;
  const playwright = bin('@playwright/test', 'cli.js', 'e2e');
  const args = ['test', '--config', 'playwright.scorecard.config.ts'];
  if (row) args.push('--grep', `\\b${row}\\b`);
  const firefox = await findFirefox();
  return run(process.execPath, [playwright, ...args], {
    cwd: join(ROOT, 'e2e'),
    env: {
      CHROMIUM_PATH: await ensureChromium(),
      ...(firefox && { FIREFOX_PATH: firefox }),
      SCORECARD_SEEDS: process.env.SCORECARD_SEEDS ?? (row ? '1' : SEEDS),
      SCORECARD_TABLE: row ? '' : join(ROOT, 'docs/scorecard.md'),
    },
  });
}
