import type { AdminAbortRequest, AdminAbortResult } from '@slipway/protocol';
import { expect, test } from 'vitest';
import { type AbortTarget, abortInBatches, sumFreed } from './abort-run.ts';

const freed = { partCount: 2, size: 10 };
const uploads = Array.from({ length: 250 }, (_, i) => ({
  objectKey: `uploads/${i}`,
  uploadId: 'u',
}));
const results = (from: number, to: number): readonly AdminAbortResult[] =>
  uploads.slice(from, to).map(({ objectKey, uploadId }) => ({ objectKey, uploadId, freed }));

/** A backend that answers in pages of a hundred and records its requests. */
function createClient() {
  const requests: AdminAbortRequest[] = [];
  return {
    requests,
    async abortUploads(request: AdminAbortRequest) {
      requests.push(request);
      if ('uploads' in request)
        return { uploads: request.uploads.map((one) => ({ ...one, freed })) };
      const from = Number(request.cursor ?? 0);
      const to = Math.min(from + 100, uploads.length);
      return { uploads: results(from, to), cursor: to < uploads.length ? String(to) : undefined };
    },
  };
}

async function collect(target: AbortTarget, dryRun = false, stopAfter = Number.POSITIVE_INFINITY) {
  const client = createClient();
  const controller = new AbortController();
  const { signal } = controller;
  const batches: (readonly AdminAbortResult[])[] = [];
  for await (const batch of abortInBatches(client, target, { dryRun, signal })) {
    batches.push(batch);
    if (batches.length === stopAfter) controller.abort();
  }
  return { client, batches };
}

test.each<AbortTarget>([
  { kind: 'chosen', uploads },
  { kind: 'older', filter: { olderThanSeconds: 3_600, owner: 'acme' } },
])('every upload has a result: %j', async (target) => {
  const { client, batches } = await collect(target);
  expect(batches.map((batch) => batch.length)).toEqual([100, 100, 50]);
  expect(batches.flat()).toEqual(results(0, 250));
  expect(client.requests.every(({ dryRun }) => dryRun === false)).toBe(true);
});

test('every batch sends the filter and the end of the batch before', async () => {
  const { client } = await collect({
    kind: 'older',
    filter: { olderThanSeconds: 60, prefix: 'u' },
  });
  expect(client.requests).toMatchObject([
    { olderThanSeconds: 60, prefix: 'u', cursor: undefined },
    { olderThanSeconds: 60, prefix: 'u', cursor: '100' },
    { olderThanSeconds: 60, prefix: 'u', cursor: '200' },
  ]);
});

test('every batch of a dry run is marked as a dry run', async () => {
  const { client } = await collect({ kind: 'chosen', uploads }, true);
  expect(client.requests.map(({ dryRun }) => dryRun)).toEqual([true, true, true]);
});

test.each<AbortTarget>([
  { kind: 'chosen', uploads },
  { kind: 'older', filter: { olderThanSeconds: 3_600 } },
])('a stop ends the abort after the current batch: %j', async (target) => {
  const { client } = await collect(target, false, 1);
  expect(client.requests).toHaveLength(1);
});

test('the sum contains what was freed, and counts failures separately', () => {
  const error = { code: 'storage-refused', message: 'No.' } as const;
  expect(sumFreed([...results(0, 3), { objectKey: 'a', uploadId: 'u', error }])).toEqual({
    uploads: 4,
    parts: 6,
    size: 30,
    failed: 1,
  });
});
