import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { complete, createUpload, putParts } from '../../testing/uploads.ts';

let stack: UploadStack;
beforeAll(async () => {
  stack = await startUploadStack();
});
afterAll(() => stack.close());

const bytes = randomBytes(6 * MiB); // Two parts.
const OFF_MS = 20 * 60_000;

test.each([
  ['is 20 minutes slow', 0, OFF_MS],
  ['is 20 minutes fast', 0, -OFF_MS],
  ['is put right after it was 20 minutes slow', OFF_MS, 0],
  ['is put right after it was 20 minutes fast', -OFF_MS, 0],
])('an upload completes if the backend’s clock %s', async (_, before, after) => {
  // Only the difference matters: a slow backend is the same as a fast S3.
  stack.s3.setClockOffset(before);
  const upload = await createUpload(stack, bytes);
  await putParts(stack, upload, bytes);
  stack.s3.setClockOffset(after);

  const { object } = await complete(stack, { token: upload.token });

  expect(object.size).toBe(bytes.byteLength);
});
