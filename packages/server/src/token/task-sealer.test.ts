import { expect, test } from 'vitest';
import { createTaskSealer } from './task-sealer.ts';
import type { UploadClaims } from './upload-claims.ts';

const claims: UploadClaims = {
  bucket: 'media',
  objectKey: 'uploads/1/a',
  subject: 'alice',
  file: { name: 'a'.repeat(255), type: 'text/plain' },
  size: 1,
  partSize: 1,
  partCount: 1,
  integrity: 'none',
  contentType: 'text/plain',
  metadata: { title: 't'.repeat(1_500) },
  nonce: 'n',
};

test('a task holds only what deleting the object and releasing the quota need', async () => {
  const keys = [{ id: 'k', secret: new Uint8Array(32) }];
  const sealer = createTaskSealer({ keys, now: () => Date.now() }, 'media');
  const token = await sealer.seal(claims);
  const { bucket, objectKey, subject, size, nonce } = claims;
  expect(await sealer.open(token)).toEqual({ bucket, objectKey, subject, size, nonce });
  expect(token.length).toBeLessThan(500);
});
