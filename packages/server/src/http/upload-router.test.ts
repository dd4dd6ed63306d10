import { randomBytes } from 'node:crypto';
import { GetObjectCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import type { PresignedPart } from '@slipway/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  BUCKET,
  MiB,
  putPart,
  startUploadStack,
  type UploadStack,
} from '../../testing/upload-stack.ts';

let stack: UploadStack;
beforeAll(async () => {
  stack = await startUploadStack();
});
afterAll(() => stack.close());
beforeEach(() => {
  stack.forget();
});

const bytes = randomBytes(12 * MiB);
const slice = (partNumber: number) =>
  new Uint8Array(bytes.subarray((partNumber - 1) * 5 * MiB, partNumber * 5 * MiB));
const file = { name: 'video.mp4', size: bytes.byteLength, type: 'video/mp4', partSize: 5 * MiB };

async function createMultipart() {
  const parts = [1, 2, 3].map((partNumber) => ({ partNumber }));
  const { body } = await stack.call('create', { files: [{ ...file, parts }] });
  return body.uploads[0] as { token: string; objectKey: string; parts: PresignedPart[] };
}

async function readObject(objectKey: string) {
  const command = new GetObjectCommand({ Bucket: BUCKET, Key: objectKey });
  const answer = await stack.client.send(command);
  return { bytes: Buffer.from((await answer.Body?.transformToByteArray()) ?? []), answer };
}

describe('a multipart upload', () => {
  test('goes from create to a proven object', async () => {
    const upload = await createMultipart();
    const etags = [];
    for (const part of upload.parts) {
      const put = await putPart(part, slice(part.partNumber));
      expect(put.status).toBe(200);
      etags.push({ partNumber: part.partNumber, etag: put.etag });
    }
    const { body } = await stack.call('complete', { uploads: [{ token: upload.token, etags }] });
    expect(body.uploads[0].object).toMatchObject({
      objectKey: upload.objectKey,
      size: bytes.byteLength,
      contentType: 'video/mp4',
    });
    const stored = await readObject(upload.objectKey);
    expect(stored.bytes.equals(bytes)).toBe(true);
    expect(stored.answer.ETag).toBe(body.uploads[0].object.etag);
    const { Uploads = [] } = await stack.client.send(
      new ListMultipartUploadsCommand({ Bucket: BUCKET }),
    );
    expect(Uploads.map(({ Key }) => Key)).not.toContain(upload.objectKey);
  });
});
