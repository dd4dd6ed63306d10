import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startTestServer } from '../src/testing/test-server.ts';
import { fuzzRequests } from './raw-fuzz.ts';

test('the server answers or closes every random request, and writes nothing outside the bucket', async () => {
  const { s3, dir, internalErrors } = await startTestServer({ flush: false });
  const { answers } = await fuzzRequests({ port: s3.port, count: 1500, seed: 7 });
  expect(internalErrors).toEqual([]);
  expect(answers['000']).toBeUndefined();
  expect(answers['500']).toBeUndefined();
  for (const status of ['400', '403', '404', '405', '501']) {
    expect(answers[status], status).toBeGreaterThan(0);
  }
  expect((answers['200'] ?? 0) + (answers['204'] ?? 0)).toBeGreaterThan(0);
  expect((await fetch(s3.url)).status).toBe(403);
  expect((await readdir(dir)).sort()).toEqual(['buckets', 'local-s3.pid', 'tmp']);
  expect(await readdir(join(dir, 'tmp'))).toEqual([]);
}, 30_000);
