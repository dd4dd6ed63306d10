import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findEndOfLife } from './end-of-life.mjs';

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const engines = (range: string) => JSON.stringify({ engines: { node: range } });

const OLD = {
  Dockerfile: 'FROM node:20.20.2-bookworm-slim AS build\nCOPY . .\n',
  'compose.yaml':
    'services:\n  redis:\n    image: redis:7.4.2-alpine\n  balancer:\n    image: nginxinc/nginx-unprivileged:1.28.0-alpine\n',
  'package.json': engines('>=20.19'),
};

test('S36 images and packages past their end of life fail, from that day on', () => {
  expect(findEndOfLife(OLD, '2026-12-01')).toEqual([
    'Dockerfile: node 20 has had no security fixes since 2026-04-30.',
    'Dockerfile: debian bookworm has had no security fixes since 2026-06-10.',
    'compose.yaml: add the end of life of redis 7.4 to the table.',
    'compose.yaml: nginx-unprivileged 1.28 has had no security fixes since 2026-04-30.',
    'package.json: node 20 has had no security fixes since 2026-04-30.',
  ]);
  expect(findEndOfLife({ 'package.json': OLD['package.json'] }, '2026-04-29')).toEqual([]);
});

test.each([
  [
    'an unknown line',
    { 'compose.yaml': 'image: redis:9.0.1-alpine' },
    /add the end of life of redis 9\.0/,
  ],
  ['an unknown image', { Dockerfile: 'FROM deno:2.1.0' }, /add the end of life of deno 2\.1/],
  ['an image without a version', { Dockerfile: 'FROM node:latest' }, /names no version/],
  ['a package without engines', { 'package.json': '{}' }, /names no version/],
])('S36 %s fails', (_name, files, line) => {
  expect(findEndOfLife(files as Record<string, string>, '2026-12-01')).toEqual([
    expect.stringMatching(line),
  ]);
});

test('S36 every image of the Dockerfile and compose.yaml is read', () => {
  const files = { Dockerfile: read('Dockerfile'), 'compose.yaml': read('compose.yaml') };
  const images =
    Object.values(files)
      .join('\n')
      .match(/^\s*(?:FROM|image:) \S+/gm) ?? [];
  const lines = findEndOfLife(files, '9999-12-31');
  expect(lines.filter((line) => !line.includes('debian'))).toHaveLength(images.length);
});
