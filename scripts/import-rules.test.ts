import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FLOORS, findClimbs } from './check-folder-order.mjs';
import { findUnmapped } from './check-maps.mjs';
import { checkSourceSizes } from './check-source-sizes.mjs';
import { findWords } from './check-words.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-import-rules-'));
  cpSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Lints one line of code as if it were in `file`. */
function lint(file: string, code: string): { ok: boolean; output: string } {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${code}\n`);
  const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
  const args = [oxlint, '--config', join(folder, '.oxlintrc.json'), file];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return { ok: status === 0, output: stdout };
}

const imports = (name: string) => `import * as it from '${name}';\nexport { it };`;

test.each([
  ['packages/protocol/src/a.ts', '@slipway/core'],
  ['packages/protocol/src/a.ts', 'zod'],
  ['packages/core/src/a.ts', '@slipway/server'],
  ['packages/core/src/a.ts', '@slipway/react'],
  ['packages/core/src/a.ts', 'react'],
  ['packages/core/src/a.ts', 'node:fs'],
  ['packages/core/src/browser/a.ts', '@aws-sdk/client-s3'],
  ['packages/react/src/a.ts', '@slipway/element'],
  ['packages/core/src/upload/a.ts', '@noble/hashes/sha2.js'],
  ['packages/core/src/checksum/a.ts', '@slipway/server'],
  ['packages/core/src/checksum/a.ts', 'hash-wasm'],
  ['packages/react/src/a.ts', '@slipway/server'],
  ['packages/react/src/a.ts', 'preact'],
  ['packages/element/src/a.ts', '@slipway/server'],
  ['packages/vue/src/a.ts', '@slipway/react'],
  ['packages/svelte/src/a.ts', '@slipway/server'],
  ['packages/angular/src/a.ts', '@slipway/element'],
  ['packages/server/src/service/a.ts', 'express'],
  ['packages/server/src/fetch/a.ts', 'express'],
  ['packages/server/src/adapter/a.ts', 'express'],
  ['packages/server/src/service/a.ts', '@aws-sdk/client-s3'],
  ['packages/server/src/express/a.ts', '@aws-sdk/client-s3'],
  ['packages/server/src/s3/a.ts', 'express'],
  ['packages/server/src/a.ts', '@slipway/local-s3'],
  ['packages/server/src/a.ts', '@slipway/core'],
  ['packages/local-s3/src/a.ts', '@slipway/protocol'],
  ['apps/web/src/a.ts', '@slipway/server'],
  ['apps/server/src/a.ts', '@slipway/react'],
])('%s may not import %s', (file, name) => {
  const { ok, output } = lint(file, imports(name));
  expect(output).toContain('no-restricted-imports');
  expect(ok).toBe(false);
});

test.each([
  ['packages/core/src/a.ts', '@slipway/protocol'],
  ['packages/vue/src/a.ts', '@slipway/core'],
  ['packages/angular/src/a.ts', '@slipway/core'],
  ['packages/core/src/checksum/a.ts', '@noble/hashes/sha2.js'],
  ['packages/react/src/a.ts', '@slipway/core'],
  ['packages/element/src/a.ts', '@slipway/react'],
  ['packages/server/src/express/a.ts', 'express'],
  ['packages/server/src/s3/a.ts', '@aws-sdk/client-s3'],
  ['packages/server/src/service/a.ts', '@slipway/protocol'],
  ['apps/web/src/a.ts', '@slipway/react'],
  ['apps/server/src/a.ts', '@slipway/local-s3'],
])('%s may import %s', (file, name) => {
  expect(lint(file, imports(name))).toMatchObject({ ok: true });
});

test.each([
  'export const now = Date.now();',
  'export const id = Math.random();',
  'export const timer = setTimeout(String, 1);',
  'export const online = navigator.onLine;',
  'export const request = new XMLHttpRequest();',
  'export const width = window.innerWidth;',
])('in core only src/browser/ may write "%s"', (code) => {
  expect(lint('packages/core/src/a.ts', code).ok).toBe(false);
  expect(lint('packages/core/src/browser/a.ts', code)).toMatchObject({ ok: true });
});

/** Writes files below a new folder and returns that folder. */
function plant(name: string, files: Readonly<Record<string, string>>): string {
  const src = join(folder, name);
  for (const [path, code] of Object.entries(files)) {
    mkdirSync(dirname(join(src, path)), { recursive: true });
    writeFileSync(join(src, path), `${code}\n`);
  }
  return src;
}

test.each(['import type { A } from', "export { a } from './cycle-b.ts';\nimport type { A } from"])(
  'the linter refuses an import cycle, even if it has only types: %s',
  (line) => {
    plant('packages/local-s3/src', {
      'cycle-a.ts': `${line} './cycle-b.ts';\nexport interface B extends A {}`,
      'cycle-b.ts':
        "import type { B } from './cycle-a.ts';\nexport interface A { b: B }\nexport const a = 1;",
    });
    const { ok, output } = lint(
      'packages/local-s3/src/cycle-a.ts',
      `${line} './cycle-b.ts';\nexport interface B extends A {}`,
    );
    expect(output).toContain('no-cycle');
    expect(ok).toBe(false);
  },
);

test.each([
  ["import { top } from '../upper/top.ts';"],
  ["import type { Top } from '../upper/top.ts';"],
  ["export const load = () => import('../upper/top.ts');"],
])('a folder may not import from a floor above its own: %s', (code) => {
  const src = plant(`climb-${code.length}`, { 'upper/top.ts': '', 'lower/low.ts': code });
  expect(findClimbs(src, [['upper'], ['lower']])).toEqual([
    expect.stringMatching(/^lower imports upper, .*lower\/low\.ts -> \.\.\/upper\/top\.ts$/),
  ]);
  expect(findClimbs(src, [['lower'], ['upper']])).toEqual([]);
  expect(findClimbs(src, [['lower', 'upper']])).toHaveLength(1);
});

test('a folder on no floor and a floor without a folder are faults', () => {
  const src = plant('homeless', { 'here/a.ts': '' });
  expect(findClimbs(src, [['gone']])).toEqual([
    'here is on no floor of FLOORS.',
    'FLOORS names gone, which does not exist.',
  ]);
});

test('each package names every floor once', () => {
  for (const floors of Object.values(FLOORS)) {
    expect(new Set(floors.flat()).size).toBe(floors.flat().length);
  }
});

test('the map check finds a missing folder, even if the map has a longer name that starts alike', () => {
  const map = 'Look into `server/src/limits` and `server/src/doctors`.';
  expect(findUnmapped(map, ['server/src/limits', 'server/src/doctor'])).toEqual([
    'server/src/doctor',
  ]);
});

test('a package with more source lines than its limit fails, and tests do not count', () => {
  const src = plant('sized/src', {
    'a.ts': 'one\ntwo',
    'a.test.ts': 'three',
    'deep/b.ts': 'three\n\nfive',
    'testing/c.ts': 'six',
  });
  const packages = dirname(dirname(src));
  expect(checkSourceSizes(packages, { sized: 5 })).toBe(0);
  expect(checkSourceSizes(packages, { sized: 4 })).toBe(1);
});

test('local-s3 stays within its limit', () => {
  expect(checkSourceSizes()).toBe(0);
});

test.each([
  ['// Nobody can read it.', 'Nobody'],
  ["test('whoever asks gets the same', () => {});", 'whoever'],
  ['/** Its nonce can be reckoned from the key. */', 'reckoned'],
  ['Only of use with your own key.', 'of use'],
  ['An upload that cannot be gone on with.', 'gone on with'],
  ['// The upload was begun elsewhere.', 'begun'],
  ['--fix mends CORS rules.', 'mends'],
  ['The token lies beside the file.', 'lies beside'],
  ['The type, as it comes.', 'as it comes'],
  ['// The signer asked in vain.', 'in vain'],
  ['A semicolon wants to be a full stop.', 'wants to be'],
])('the word check finds the word in %s', (line, word) => {
  expect(findWords(`first line\n${line}`)).toEqual([
    expect.stringMatching(new RegExp(`^2: "${word}": .+`)),
  ]);
});

test('the word check leaves names of code alone', () => {
  expect(
    findWords("import { MendDialog } from './recommended.ts';\nconst usefulness = 1;"),
  ).toEqual([]);
});

test.each([
  [
    'a function of 61 lines',
    `export function f() {\n${'  f();\n'.repeat(59)}}`,
    'max-lines-per-function',
  ],
  ['a file of 251 lines', `export const a = 1;\n${'//\n'.repeat(250)}`, 'max-lines'],
])('the linter refuses %s in a package', (_name, code, rule) => {
  const { ok, output } = lint('packages/server/src/service/long.ts', code);
  expect(output).toContain(rule);
  expect(ok).toBe(false);
});
