import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SECURITY_ROWS, securitySection } from '../e2e/rig/security-table.ts';
import { soakSection } from '../e2e/rig/soak-section.ts';
import { ROOT } from './run.mjs';

const FOLDERS = [
  'packages/server',
  'packages/core/src',
  'apps/server/src',
  'apps/web/src',
  'e2e/security',
  'e2e/stories',
  'scripts',
];

function testFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(test|spec)\.tsx?$/.test(file) && !file.includes('node_modules'))
    .map((file) => join(ROOT, folder, file));
}

const tests = FOLDERS.flatMap(testFiles).map((file) => readFileSync(file, 'utf8'));

test.each(SECURITY_ROWS.map(({ id }) => id))('a test plays %s', (id) => {
  const named = new RegExp(`['"\`](?:[^'"\`\\n]* )?${id}\\b`);
  expect(tests.some((text) => named.test(text))).toBe(true);
});

/** Formatting pads tables. */
const squeezed = (text: string) => text.replaceAll(/ +|-+/g, ' ');

test.each([
  ['rows', securitySection],
  ['figures of the soak', soakSection],
])('the scorecard’s page shows the %s', (_, section) => {
  const page = readFileSync(join(ROOT, 'docs/scorecard.md'), 'utf8');
  expect(squeezed(page)).toContain(squeezed(section()).trim());
});
