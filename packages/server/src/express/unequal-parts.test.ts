import { randomBytes } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { type FileToCreate, partRange } from '@slipway/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CommonOptions } from '../../testing/adapters.ts';
import { MiB, putPart, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { complete, createUpload, partOf, putParts, readObject } from '../../testing/uploads.ts';

const RUNS = [
  { count: 1, size: 6 * MiB },
  { count: 2, size: 8 * MiB, step: 2 * MiB },
];
/** Parts of 6, 8 and 3 MiB. The last part of a file has what is left. */
const bytes = randomBytes(17 * MiB);
const unequal = { partSize: 8 * MiB, runs: RUNS };

let stack: UploadStack;
beforeAll(async () => {
  stack = await startUploadStack();
});
afterAll(() => stack.close());

async function refusal(change: Partial<FileToCreate>, on = stack) {
  const file = { name: 'a.bin', type: '', size: bytes.byteLength, integrity: 'none', ...unequal };
  const { status, body } = await on.call('create', { files: [{ ...file, ...change }] });
  return { status, message: body.error?.message };
}

test('parts of different sizes become one object', async () => {
  const upload = await createUpload(stack, bytes, unequal);
  expect(upload.plan).toEqual({ kind: 'multipart', partSize: 8 * MiB, partCount: 3, runs: RUNS });
  const etags = await putParts(stack, upload, bytes, [3, 1]);
  const { token } = upload;
  const listed = await stack.call('listParts', { token });
  expect(listed.body.parts).toMatchObject([{ size: 6 * MiB }, { size: 3 * MiB }]);
  // The token knows the sizes: the URL that follows is signed for the second one.
  const parts = [{ partNumber: 2 }];
  const { body } = await stack.call('presign', { uploads: [{ token, parts }] });
  const [second] = body.uploads[0].parts;
  const { etag } = await putPart(second, partOf(upload, bytes, 2));
  const { object } = await complete(stack, { token, etags: [...etags, { partNumber: 2, etag }] });
  expect((await readObject(stack, object.objectKey)).equals(bytes)).toBe(true);
});

test('the URL of a part is signed for the size of that part', async () => {
  const upload = await createUpload(stack, bytes, unequal);
  for (const part of upload.parts) {
    const { size } = partRange(upload.plan, bytes.byteLength, part.partNumber);
    const { status } = await putPart(part, new Uint8Array(size - 1));
    expect(status).toBe(403);
  }
});

describe('create refuses', () => {
  test.each<[string, Partial<FileToCreate>]>([
    ['runs that leave bytes over', { size: 40 * MiB }],
    ['runs with a part below 5 MiB', { runs: [{ count: 3, size: 8 * MiB, step: 2 * MiB }] }],
    ['runs whose largest part is another', { partSize: 9 * MiB }],
    ['runs without parts', { runs: [] }],
    ['more runs than a plan has', { runs: Array.from({ length: 9 }, () => RUNS[0] as never) }],
    ['runs that grow', { runs: [{ count: 2, size: 8 * MiB, step: -1 }] }],
  ])('%s', async (_, change) => {
    expect((await refusal(change)).status).toBe(400);
  });

  test('parts of different sizes if the policy has a part size', async () => {
    const other = await startUploadStack({ policy: { partSize: 8 * MiB } });
    try {
      const message = 'All parts of this file have to be of one size.';
      expect(await refusal({}, other)).toEqual({ status: 400, message });
    } finally {
      await other.close();
    }
  });

  test('parts of different sizes for R2, and the policy does not offer them', async () => {
    const s3: CommonOptions['s3'] = new S3Client({
      region: 'auto',
      endpoint: 'https://account.eu.r2.cloudflarestorage.com',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    const other = await startUploadStack({ s3 });
    try {
      const message = 'All parts of this file have to be of one size.';
      expect(await refusal({}, other)).toEqual({ status: 400, message });
      expect((await other.policy()).body).not.toHaveProperty('equalParts');
    } finally {
      await other.close();
    }
  });
});
