import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-import-rules-'));
  cpSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Lints one line of code as if it stood in `file`. */
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
