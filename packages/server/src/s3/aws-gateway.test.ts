import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GatewayStack, startGateway } from '../../testing/gateway-stack.ts';
import type { S3Gateway } from './s3-gateway.ts';

let stack: GatewayStack;
let gateway: S3Gateway;
beforeAll(async () => {
  stack = await startGateway();
  ({ gateway } = stack);
});
afterAll(() => stack.close());

const headers = { contentType: 'text/plain', metadata: { 'slipway-nonce': 'n' } };

async function startMultipart(objectKey: string) {
  const object = { bucket: 'media', objectKey };
  const { uploadId } = await gateway.createMultipartUpload(object, headers, 'none');
  return { ...object, uploadId };
}

test('an upload with more parts than one S3 page is listed and completed as a whole', async () => {
  const upload = await startMultipart('many/parts.bin');
  const numbers = Array.from({ length: 1_100 }, (_, i) => i + 1);
  const parts = await gateway.presignParts(
    upload,
    numbers.map((partNumber) => ({ partNumber, size: 1 })),
    'none',
  );
  const queue = parts.values();
  const put = async () => {
    for (const { url } of queue) {
      const { status } = await fetch(url, { method: 'PUT', body: new Uint8Array(1) });
      expect(status).toBe(200);
    }
  };
  await Promise.all(Array.from({ length: 8 }, put));

  const listed = (await gateway.listParts(upload, 'none')) ?? [];
  expect(listed.map(({ partNumber }) => partNumber)).toEqual(numbers);
  const outcome = await gateway.complete(upload, {
    parts: listed,
    size: 1_100,
    integrity: 'none',
    overwrite: false,
  });
  expect(outcome).toMatchObject({ kind: 'completed', etag: expect.stringMatching(/-1100"$/) });
  expect(await gateway.head(upload, 'none')).toMatchObject({
    size: 1_100,
    metadata: { 'slipway-nonce': 'n' },
  });
}, 60_000);

test('S3 refuses a complete whose size differs from the size of the parts', async () => {
  const upload = await startMultipart('size.bin');
  const [part] = await gateway.presignParts(upload, [{ partNumber: 1, size: 3 }], 'none');
  await fetch(part?.url ?? '', { method: 'PUT', body: new Uint8Array(3) });
  const parts = (await gateway.listParts(upload, 'none')) ?? [];
  const order = { parts, integrity: 'none', overwrite: false } as const;
  expect((await gateway.complete(upload, { ...order, size: 4 })).kind).not.toBe('completed');
  expect(await gateway.head(upload, 'none')).toBeUndefined();
  expect((await gateway.complete(upload, { ...order, size: 3 })).kind).toBe('completed');
});

describe('a missing upload or object', () => {
  const nowhere = { bucket: 'media', objectKey: 'nowhere', uploadId: 'AAAA' };

  test('reads as undefined, and removing it succeeds', async () => {
    expect(await gateway.listParts(nowhere, 'none')).toBeUndefined();
    expect(await gateway.head(nowhere, 'none')).toBeUndefined();
    await gateway.abort(nowhere);
    await gateway.delete(nowhere);
  });

  test('cannot be completed', async () => {
    const parts = [{ partNumber: 1, size: 1, etag: '"e"' }];
    const order = { parts, size: 1, integrity: 'none', overwrite: false } as const;
    expect(await gateway.complete(nowhere, order)).toEqual({ kind: 'upload-not-found' });
  });

  test('fails with storage-misconfigured if the bucket is missing', async () => {
    const object = { ...nowhere, bucket: 'no-such-bucket' };
    await expect(gateway.createMultipartUpload(object, headers, 'none')).rejects.toMatchObject({
      code: 'storage-misconfigured',
    });
  });
});
