import { randomBytes } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { crc64nvme } from '../../testing/crc64nvme.ts';
import { BUCKET, MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import {
  createUpload,
  objectExists,
  putParts,
  readObject,
  unfinishedKeys,
} from '../../testing/uploads.ts';
import { createAwsGateway } from '../s3/aws-gateway.ts';
import type { S3Gateway } from '../s3/s3-gateway.ts';
import { createUploadService } from '../upload-service.ts';
import type { UploadServiceOptions } from './upload-service-options.ts';

let stack: UploadStack;
const reported: unknown[] = [];
beforeAll(async () => {
  stack = await startUploadStack();
});
afterAll(() => stack.close());
beforeEach(() => {
  stack.forget();
  reported.splice(0);
});

const bytes = randomBytes(6 * MiB);
const tokenKeys = [{ id: 'k1', secret: new Uint8Array(32).fill(7) }];

/** The service on the stack's own S3, with some responses of the storage replaced. */
function serviceWith(
  faults: (real: S3Gateway) => Partial<S3Gateway>,
  options: Partial<UploadServiceOptions> = {},
) {
  const real = createAwsGateway(stack.client, { urlLifetimeSeconds: 900, now: () => Date.now() });
  const service = createUploadService(
    { ...real, ...faults(real) },
    { bucket: BUCKET, tokenKeys, onError: (error) => reported.push(error), ...options },
  );
  return async (path: string, body: unknown) => {
    const principal = { subject: 'alice' };
    const { exchange, operation } = service.receive({
      method: 'POST',
      path,
      requestId: 'r1',
      address: undefined,
      header: () => undefined,
    });
    if (!operation) throw new Error(`There is no ${path}.`);
    const answer = await service.handle({ operation, principal, body, exchange });
    // biome-ignore lint/suspicious/noExplicitAny: tests inspect any response.
    return answer as any;
  };
}

async function readyToComplete() {
  const upload = await createUpload(stack, bytes);
  await putParts(stack, upload, bytes);
  return upload;
}

test('a failed presign rolls the create back on S3', async () => {
  const call = serviceWith(() => ({ presignParts: () => Promise.reject(new Error('no key')) }));
  const { uploads } = await call('/uploads', {
    files: [
      {
        name: 'a',
        size: 6 * MiB,
        type: '',
        partSize: 5 * MiB,
        integrity: 'none',
        parts: [{ partNumber: 1 }],
      },
    ],
  });
  expect(uploads[0].error).toMatchObject({ code: 'internal-error', requestId: 'r1' });
  expect(stack.operations()).toEqual(['CreateMultipartUpload', 'AbortMultipartUpload']);
  expect(String(reported[0])).toContain('no key');
});

test('a batch of a hundred files creates at most 16 at a time', async () => {
  let running = 0;
  let most = 0;
  const call = serviceWith((real) => ({
    async createMultipartUpload(...args) {
      running += 1;
      most = Math.max(most, running);
      try {
        return await real.createMultipartUpload(...args);
      } finally {
        running -= 1;
      }
    },
  }));
  const file = { name: 'a', size: 6 * MiB, type: '', partSize: 5 * MiB };
  const { uploads } = await call('/uploads', { files: Array.from({ length: 100 }, () => file) });
  expect(new Set(uploads.map(({ objectKey }: { objectKey: string }) => objectKey)).size).toBe(100);
  expect(most).toBe(16);
});

describe('complete', () => {
  test('fails with upload-not-found after a conflicting write, and aborts the upload', async () => {
    const { token, objectKey } = await readyToComplete();
    const call = serviceWith(() => ({ complete: async () => ({ kind: 'conflict' }) }));
    const { uploads } = await call('/uploads/complete', { uploads: [{ token }] });
    expect(uploads[0].error.code).toBe('upload-not-found');
    expect(await unfinishedKeys(stack)).not.toContain(objectKey);
  });

  test('does not abort while it cannot see whose object is stored', async () => {
    const { token, objectKey } = await readyToComplete();
    const call = serviceWith(() => ({
      complete: async () => ({ kind: 'name-taken' }),
      head: () => Promise.reject(new Error('unreachable')),
    }));
    const { uploads } = await call('/uploads/complete', { uploads: [{ token }] });
    expect(uploads[0].error.code).toBe('internal-error');
    expect(await unfinishedKeys(stack)).toContain(objectKey);
  });

  test('gives up if S3 refuses its listed parts again', async () => {
    const { token, objectKey } = await readyToComplete();
    const call = serviceWith(() => ({ complete: async () => ({ kind: 'parts-refused' }) }));
    const { uploads } = await call('/uploads/complete', { uploads: [{ token }] });
    expect(uploads[0].error.code).toBe('storage-unavailable');
    expect(await objectExists(stack, objectKey)).toBe(false);
  });

  test('does not accept an object with the right nonce but another size', async () => {
    const { token } = await readyToComplete();
    const call = serviceWith((real) => ({
      async complete(...args) {
        await real.complete(...args);
        return { kind: 'in-doubt', cause: new Error('lost') };
      },
      async head(...args) {
        const stored = await real.head(...args);
        return stored && { ...stored, size: stored.size - 1 };
      },
    }));
    const { uploads } = await call('/uploads/complete', { uploads: [{ token }] });
    expect(uploads[0].error.code).toBe('storage-unavailable');
  });

  test('refuses a part whose checksum the store lost', async () => {
    const crc = Buffer.alloc(4).toString('base64');
    const parts = [1, 2].map((partNumber) => ({ partNumber, checksum: crc }));
    const { token } = await createUpload(stack, bytes, { integrity: 'crc32', parts });
    const call = serviceWith(() => ({
      listParts: async () => [
        { partNumber: 1, size: 5 * MiB, etag: '"a"', checksum: crc },
        { partNumber: 2, size: MiB, etag: '"b"' },
      ],
    }));
    const { uploads } = await call('/uploads/complete', { uploads: [{ token }] });
    expect(uploads[0].error).toMatchObject({ code: 'parts-missing', partNumbers: [2] });
  });

  test('refuses parts of a wrong size, and parts beyond the plan', async () => {
    const { token } = await createUpload(stack, bytes);
    const call = serviceWith(() => ({
      listParts: async () => [
        { partNumber: 1, size: 5 * MiB - 1, etag: '"a"' },
        { partNumber: 2, size: MiB, etag: '"b"' },
        { partNumber: 3, size: 1, etag: '"c"' },
      ],
    }));
    const { uploads } = await call('/uploads/complete', { uploads: [{ token }] });
    expect(uploads[0].error).toMatchObject({ code: 'parts-missing', partNumbers: [1, 3] });
  });
});

describe('abort', () => {
  test('is repeated until S3 no longer lists the upload', async () => {
    const { token } = await createUpload(stack, bytes);
    let known = 2;
    const call = serviceWith((real) => ({
      async listParts(...args) {
        known -= 1;
        return known >= 0 ? [] : real.listParts(...args);
      },
    }));
    const { uploads } = await call('/uploads/abort', { uploads: [{ token }] });
    expect(uploads).toEqual([{ aborted: true }]);
    expect(stack.operations().filter((name) => name === 'AbortMultipartUpload')).toHaveLength(3);
  });

  test('fails if S3 never stops listing the upload', async () => {
    const { token } = await createUpload(stack, bytes);
    const call = serviceWith(() => ({ listParts: async () => [] }));
    const { uploads } = await call('/uploads/abort', { uploads: [{ token }] });
    expect(uploads[0].error.code).toBe('storage-unavailable');
  });
});

test('if the store ignores If-None-Match, complete keeps the other object and aborts the upload', async () => {
  const objectKey = 'uploads/the-same-for-all.bin';
  const call = serviceWith(
    (real) => ({
      complete: (upload, request) => real.complete(upload, { ...request, overwrite: true }),
    }),
    { objectKey: () => objectKey },
  );
  const file = { name: 'a', size: bytes.length, type: '', partSize: 5 * MiB, integrity: 'none' };
  const parts = [{ partNumber: 1 }, { partNumber: 2 }];
  const { uploads } = await call('/uploads', { files: [{ ...file, parts }] });
  await putParts(stack, uploads[0], bytes);
  const victim = new PutObjectCommand({ Bucket: BUCKET, Key: objectKey, Body: 'the victim' });
  await stack.client.send(victim);

  const answer = await call('/uploads/complete', { uploads: [{ token: uploads[0].token }] });
  expect(answer.uploads[0].error.code).toBe('name-taken');
  expect(String(await readObject(stack, objectKey))).toBe('the victim');
  expect(await unfinishedKeys(stack)).not.toContain(objectKey);
});

test('a small file does not complete if the store did not keep its checksum', async () => {
  const checksum = crc64nvme(bytes.subarray(0, 10));
  const parts = [{ partNumber: 1, checksum }];
  const upload = await createUpload(stack, bytes.subarray(0, 10), {
    integrity: 'crc64nvme',
    parts,
  });
  await putParts(stack, upload, bytes.subarray(0, 10));
  const forgetful = serviceWith((real) => ({
    async head(...args) {
      const stored = await real.head(...args);
      return stored && { ...stored, checksum: undefined };
    },
  }));
  const request = { uploads: [{ token: upload.token }] };
  const { uploads } = await forgetful('/uploads/complete', request);
  expect(uploads[0].error.code).toBe('storage-misconfigured');
  const faultless = await serviceWith(() => ({}))('/uploads/complete', request);
  expect(faultless.uploads[0].object.checksum).toBe(checksum);
});
