import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { importsExpress, importsOf, importsOpenTelemetry } from './entry-graph.mjs';

const SERVER = fileURLToPath(new URL('../packages/server/src/', import.meta.url));

/** The names that a module exports, through `export *` too. */
function namesOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const listed = [...text.matchAll(/export (?:type )?\{([^}]*)\} from/g)]
    .flatMap(([, list = '']) => list.split(','))
    .flatMap((item) => item.trim().split(' ').at(-1) || []);
  const whole = [...text.matchAll(/export \* from '([^']+)'/g)];
  return [...listed, ...whole.flatMap(([, path = '']) => namesOf(join(dirname(file), path)))];
}

/** What only an Express app can use, or an app on Node’s `http`. */
const OF_EXPRESS = [
  'UploadRouterOptions',
  'closeUnreadRequests',
  'closeUnreadResponses',
  'createUploadRouter',
  'refuseAmbiguousTargets',
];
const OF_FETCH = ['UploadHandlerOptions', 'createUploadHandler'];

test('both adapters of the backend export the same names, except for their own', () => {
  const express = new Set(namesOf(join(SERVER, 'express.ts')));
  const fetch = new Set(namesOf(join(SERVER, 'fetch.ts')));
  expect(express.size).toBeGreaterThan(40);
  expect([...express].filter((name) => !fetch.has(name)).sort()).toEqual(OF_EXPRESS);
  expect([...fetch].filter((name) => !express.has(name)).sort()).toEqual(OF_FETCH);
});

test('the main entry of the backend exports what its Express entry does', () => {
  expect(namesOf(join(SERVER, 'index.ts'))).toEqual(namesOf(join(SERVER, 'express.ts')));
});

test.each([
  ['fetch.ts', false],
  ['node.ts', false],
  ['redis.ts', false],
  ['express.ts', true],
])('of the backend’s entries, %s imports Express: %s', (entry, expected) => {
  expect(importsExpress(join(SERVER, entry))).toBe(expected);
});

test.each([
  ['server', 'index.ts', false],
  ['server', 'express.ts', false],
  ['server', 'fetch.ts', false],
  ['server', 'node.ts', false],
  ['server', 'config.ts', false],
  ['server', 'redis.ts', false],
  ['server', 'opentelemetry.ts', true],
  ['core', 'index.ts', false],
  ['core', 'testing/index.ts', false],
  ['core', 'opentelemetry.ts', true],
])('of %s, %s imports OpenTelemetry: %s', (name, entry, expected) => {
  const src = fileURLToPath(new URL(`../packages/${name}/src/`, import.meta.url));
  expect(importsOpenTelemetry(join(src, entry))).toBe(expected);
});

test('OpenTelemetry’s entries import its API alone, and no Express', () => {
  for (const name of ['server', 'core']) {
    const entry = new URL(`../packages/${name}/src/opentelemetry.ts`, import.meta.url);
    const imports = importsOf(fileURLToPath(entry));
    expect([...imports].filter((path) => /opentelemetry|express/.test(path))).toEqual([
      '@opentelemetry/api',
    ]);
  }
});

test('imports are found behind other modules, and types count', () => {
  const imports = importsOf(join(SERVER, 'fetch.ts'));
  for (const name of ['@slipway/protocol', '@aws-sdk/client-s3', 'jose', 'node:crypto']) {
    expect(imports).toContain(name);
  }
});
