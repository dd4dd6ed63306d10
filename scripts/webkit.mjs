import { join } from 'node:path';
import { findWebKit } from './browsers.mjs';
import { bin, ROOT, run } from './run.mjs';
import { build } from './workspace.mjs';

/**
 * Runs all tests in WebKit. `npm test` runs the quick ones. Arguments go to Playwright. Resolves with the exit code, which
 * is 1 if there is no WebKit.
 */
export async function testWebKit(args) {
  await build();
  // Playwright reads the rig's packages as they are built.
  const typecheck = await run(process.execPath, [bin('typescript', 'bin/tsc'), '-b']);
  if (typecheck !== 0) return typecheck;
  const webkit = await findWebKit();
  if (!webkit) return 1;
  const playwright = bin('@playwright/test', 'cli.js', 'e2e');
  const options = ['test', '--config', 'playwright.webkit.config.ts', ...args];
  return run(process.execPath, [playwright, ...options], {
    cwd: join(ROOT, 'e2e'),
    env: { WEBKIT_DRIVER_PATH: webkit },
  });
}
