import { join } from 'node:path';
import { ensureChromium, findFirefox } from './browsers.mjs';
import { bin, ROOT, run } from './run.mjs';
import { build } from './workspace.mjs';

/**
 * Runs the stories of all pages in every installed browser. `npm test` runs one for each page. Arguments go to
 * Playwright (`--project=firefox`). Resolves with the exit code.
 */
export async function testPages(args) {
  await build();
  // Playwright reads the rig's packages as they are built.
  const typecheck = await run(process.execPath, [bin('typescript', 'bin/tsc'), '-b']);
  if (typecheck !== 0) return typecheck;
  const playwright = bin('@playwright/test', 'cli.js', 'e2e');
  const firefox = await findFirefox();
  return run(
    process.execPath,
    [playwright, 'test', '--config', 'playwright.pages.config.ts', ...args],
    {
      cwd: join(ROOT, 'e2e'),
      env: { CHROMIUM_PATH: await ensureChromium(), ...(firefox && { FIREFOX_PATH: firefox }) },
    },
  );
}
