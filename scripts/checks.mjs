import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium, findFirefox, findHeadlessShell, findWebKit } from './browsers.mjs';
import { checkDeployment } from './check-deployment.mjs';
import { checkFolderOrder } from './check-folder-order.mjs';
import { checkGettingStarted } from './check-getting-started.mjs';
import { checkLockfile } from './check-lockfile.mjs';
import { checkMaps } from './check-maps.mjs';
import { checkPackages } from './check-packages.mjs';
import { checkSourceSizes } from './check-source-sizes.mjs';
import { checkWords } from './check-words.mjs';
import { buildDocs } from './docs.mjs';
import { bin, ROOT, run } from './run.mjs';
import { ensureTestServers } from './test-servers.mjs';
import { build } from './workspace.mjs';

/**
 * Everything that `npm test` runs, in order. A check returns a tally if its runner counts tests. Otherwise it returns
 * an exit code or nothing. A check that throws has failed.
 */
const CHECKS = [
  ['lockfile', checkLockfile],
  ['image and compose file', checkDeployment],
  ['format and lint', () => node(bin('@biomejs/biome', 'bin/biome'), ['ci', '.'])],
  ['import rules', () => node(bin('oxlint', 'bin/oxlint'), ['--deny-warnings'])],
  ['folder order', checkFolderOrder],
  ['maps', checkMaps],
  ['source sizes', () => checkSourceSizes()],
  ['words', () => checkWords()],
  ['typecheck', () => node(bin('typescript', 'bin/tsc'), ['-b'])],
  ['build', () => build({ force: true })],
  ['unit tests', unitTests],
  ['packages', checkPackages],
  ['getting started', checkGettingStarted],
  ['size budgets', () => node(bin('size-limit', 'bin.js'), [])],
  ['unused code', () => node(bin('knip', 'bin/knip.js'), [])],
  // Below a path, which is harder than at the root. A story opens it.
  ['documentation site', () => buildDocs('/slipway/')],
  ['end to end', endToEnd],
];

/** Runs all checks, even after one failed. Resolves with the exit code. */
export async function runChecks() {
  const total = { passed: 0, failed: 0 };
  const failures = [];
  const reports = mkdtempSync(join(tmpdir(), 'slipway-reports-'));
  try {
    process.env.CHROMIUM_PATH = await ensureChromium();
    const headlessShell = await findHeadlessShell();
    if (headlessShell) process.env.HEADLESS_SHELL_PATH = headlessShell;
    await ensureTestServers();
    const firefox = await findFirefox();
    if (firefox) process.env.FIREFOX_PATH = firefox;
    const webkit = await findWebKit();
    if (webkit) process.env.WEBKIT_DRIVER_PATH = webkit;
    for (const [name, check] of CHECKS) {
      console.log(`\n--- ${name}`);
      const { passed, failed, note } = await tally(check, reports);
      total.passed += passed;
      total.failed += failed;
      if (failed > 0) failures.push(`${name}${note ? `: ${note}` : ''}`);
    }
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  console.log('');
  for (const failure of failures) console.log(`FAILED ${failure}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return failures.length > 0 ? 1 : 0;
}

async function tally(check, reports) {
  try {
    const result = await check(reports);
    if (typeof result === 'object') {
      const { code, passed, failed } = result;
      // A runner can fail without a failed test: a worker died, or it found no test.
      const broken = failed === 0 && (code !== 0 || passed === 0);
      return { passed, failed: broken ? 1 : failed, note: broken ? `exit code ${code}` : '' };
    }
    return result ? { passed: 0, failed: 1 } : { passed: 1, failed: 0 };
  } catch (error) {
    const note = error instanceof Error ? error.message : String(error);
    console.error(note);
    return { passed: 0, failed: 1, note };
  }
}

async function unitTests(reports) {
  const outputFile = join(reports, 'vitest.json');
  const code = await node(bin('vitest', 'vitest.mjs'), [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${outputFile}`,
  ]);
  const report = read(outputFile);
  return { code, passed: report.numPassedTests ?? 0, failed: report.numFailedTests ?? 0 };
}

async function endToEnd(reports) {
  const outputFile = join(reports, 'playwright.json');
  const code = await node(
    bin('@playwright/test', 'cli.js', 'e2e'),
    ['test', '--reporter=list,json'],
    {
      cwd: join(ROOT, 'e2e'),
      env: { PLAYWRIGHT_JSON_OUTPUT_NAME: outputFile },
    },
  );
  const { expected = 0, unexpected = 0, flaky = 0 } = read(outputFile).stats ?? {};
  return { code, passed: expected, failed: unexpected + flaky };
}

function node(script, args, options) {
  return run(process.execPath, [script, ...args], options);
}

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}
