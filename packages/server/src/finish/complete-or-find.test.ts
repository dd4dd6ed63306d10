import { expect, test } from 'vitest';
import { NONCE_NAME } from '../object/metadata.ts';
import type { CompleteOutcome, S3Gateway, StoredObject } from '../s3/s3-gateway.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import { completeOrFind } from './complete-or-find.ts';

const claims: UploadClaims & { readonly uploadId: string } = {
  bucket: 'media',
  objectKey: 'film.mp4',
  uploadId: 'upload',
  subject: 'ada',
  file: { name: 'film.mp4', type: 'video/mp4' },
  size: 6,
  partSize: 5,
  partCount: 2,
  integrity: 'none',
  contentType: 'video/mp4',
  nonce: 'nonce',
};
const order = { parts: [], size: 6, integrity: 'none', overwrite: false } as const;

const stored = (nonce: string): StoredObject => ({
  size: 6,
  etag: '"e"',
  metadata: { [NONCE_NAME]: nonce },
  checksum: undefined,
  headers: {},
  answer: { serverSideEncryption: 'AES256' },
});

/** A store that answers Complete only when the test says so, and HeadObject with these results, one after the other. */
function silentStore(heads: readonly (StoredObject | Error | undefined)[]) {
  const left = [...heads];
  let answer: ((outcome: CompleteOutcome) => void) | undefined;
  let ended: AbortSignal | undefined;
  const waits: number[] = [];
  const gateway: Pick<S3Gateway, 'complete' | 'head'> = {
    complete: (_upload, _order, signal) => {
      ended = signal;
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
    async head() {
      const head = left.shift();
      if (left.length === 0) answer?.({ kind: 'upload-not-found' });
      if (head instanceof Error) throw head;
      return head;
    },
  };
  const context = {
    gateway: gateway as S3Gateway,
    wait: async (ms: number) => void waits.push(ms),
  };
  return { context, waits, isEnded: () => ended?.aborted };
}

test('an object that S3 has but never confirms is found while Complete is silent, and the call ends', async () => {
  const store = silentStore([undefined, stored('nonce'), undefined]);
  expect(await completeOrFind(store.context, claims, order)).toMatchObject({
    kind: 'proven',
    object: { objectKey: 'film.mp4', size: 6, etag: '"e"' },
    stored: { answer: { serverSideEncryption: 'AES256' } },
  });
  expect(store.waits).toEqual([10_000, 10_000]);
  expect(store.isEnded()).toBe(true);
});

test('the object of another upload proves nothing, and neither does a store that does not answer', async () => {
  const store = silentStore([stored('other'), new Error('late'), undefined]);
  expect(await completeOrFind(store.context, claims, order)).toEqual({ kind: 'upload-not-found' });
});
