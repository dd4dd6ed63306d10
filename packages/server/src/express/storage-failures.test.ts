import { randomBytes } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { FaultRule } from '@slipway/local-s3';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BUCKET, MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import {
  complete,
  createUpload,
  objectExists,
  putParts,
  readObject,
  unfinishedKeys,
} from '../../testing/uploads.ts';

let stack: UploadStack;
const reported: unknown[] = [];
beforeAll(async () => {
  stack = await startUploadStack({ onError: (error) => reported.push(error) });
});
afterAll(() => stack.close());
afterEach(() => {
  stack.s3.faults.clear();
  reported.splice(0);
});

const bytes = randomBytes(6 * MiB);

/** Fails every attempt: the SDK itself tries three times. */
function always(operation: string, fault: FaultRule['fault'], moment?: FaultRule['moment']) {
  stack.s3.faults.add({ operation, fault, times: 3, ...(moment && { moment }) });
}

async function readyToComplete() {
  const upload = await createUpload(stack, bytes);
  await putParts(stack, upload, bytes);
  return upload;
}

describe('a complete whose response is lost', () => {
  test.each([
    ['the connection is dropped once', 1],
    ['the connection is dropped every time', 3],
  ])('succeeds if the object exists: %s', async (_name, times) => {
    const upload = await readyToComplete();
    stack.s3.faults.add({
      operation: 'CompleteMultipartUpload',
      moment: 'applied',
      times,
      fault: { kind: 'drop-connection' },
    });
    const { object } = await complete(stack, { token: upload.token });
    expect((await readObject(stack, object.objectKey)).equals(bytes)).toBe(true);
  });

  test('fails if S3 applied nothing, and can be repeated', async () => {
    const upload = await readyToComplete();
    always('CompleteMultipartUpload', { kind: 'drop-connection' });
    const { error } = await complete(stack, { token: upload.token });
    expect(error.code).toBe('storage-unavailable');
    expect(await objectExists(stack, upload.objectKey)).toBe(false);
    expect((await complete(stack, { token: upload.token })).object.size).toBe(bytes.byteLength);
  });

  test.each([
    [404, 'NoSuchUpload'],
    [412, 'PreconditionFailed'],
    [500, 'InternalError'],
  ])('succeeds if the retry gets %i %s', async (status, code) => {
    const upload = await readyToComplete();
    stack.s3.faults.add({
      operation: 'CompleteMultipartUpload',
      moment: 'applied',
      times: 3,
      fault: { kind: 'answer', status, code },
    });
    expect((await complete(stack, { token: upload.token })).object.size).toBe(bytes.byteLength);
  });
});

test('the object of another upload does not count as success, and its bytes stay', async () => {
  const upload = await readyToComplete();
  // The same size: only the nonce differs.
  const victim = randomBytes(bytes.byteLength);
  const put = { Bucket: BUCKET, Key: upload.objectKey, Body: victim };
  await stack.client.send(new PutObjectCommand(put));
  const { error } = await complete(stack, { token: upload.token });
  expect(error.code).toBe('name-taken');
  expect((await readObject(stack, upload.objectKey)).equals(victim)).toBe(true);
  expect(await unfinishedKeys(stack)).not.toContain(upload.objectKey);
});

test('if S3 refuses its listed parts, complete lists and sends them once more', async () => {
  const upload = await readyToComplete();
  stack.s3.faults.add({
    operation: 'CompleteMultipartUpload',
    fault: { kind: 'answer', status: 400, code: 'InvalidPart' },
  });
  expect((await complete(stack, { token: upload.token })).object.size).toBe(bytes.byteLength);
  expect(stack.operations().filter((name) => name === 'ListParts')).toHaveLength(2);
});

/** Uses another router, so that its requests avoid the planted faults. */
async function createUploadBefore() {
  const calm = await startUploadStack();
  try {
    return await createUpload(calm, bytes);
  } finally {
    await calm.close();
  }
}

describe('errors of S3 stay in the log', () => {
  const secretive =
    'arn:aws:iam::123456789012:user/ops is not authorized on arn:aws:s3:::the-bucket';
  test.each([
    [403, 'AccessDenied', 'storage-refused'],
    [400, 'InvalidRequest', 'storage-refused'],
    [404, 'NoSuchBucket', 'storage-misconfigured'],
    [403, 'InvalidAccessKeyId', 'storage-misconfigured'],
    [403, 'SignatureDoesNotMatch', 'storage-misconfigured'],
    [400, 'ExpiredToken', 'storage-unavailable'],
    [400, 'AuthorizationHeaderMalformed', 'storage-misconfigured'],
    [301, 'PermanentRedirect', 'storage-misconfigured'],
    [501, 'NotImplemented', 'storage-misconfigured'],
    [400, 'NotImplemented', 'storage-misconfigured'],
    [503, 'SlowDown', 'storage-unavailable'],
    [500, 'InternalError', 'storage-unavailable'],
    [400, 'RequestTimeout', 'storage-unavailable'],
  ])('%i %s is %s', async (status, code, expected) => {
    for (const operation of ['CreateMultipartUpload', 'ListParts']) {
      always(operation, { kind: 'answer', status, code, message: secretive });
    }
    const { token } = await createUploadBefore();
    const created = await stack.call('create', {
      files: [{ name: 'a', size: 6 * MiB, type: '', partSize: 5 * MiB }],
    });
    const listed = await stack.call('listParts', { token });
    expect(created.body.uploads[0].error.code).toBe(expected);
    expect(listed.body.error.code).toBe(expected);
    expect(listed.headers.get('retry-after')).toBe(expected === 'storage-unavailable' ? '1' : null);
    // Items of a batch have no headers.
    expect(created.body.uploads[0].error.retryAfterMs).toBe(
      expected === 'storage-unavailable' ? 1_000 : undefined,
    );
    for (const answer of [created, listed]) {
      expect(JSON.stringify(answer.body)).not.toMatch(/arn:|bucket|<|\bat \//);
      expect(JSON.stringify(answer.body)).not.toContain(BUCKET);
    }
    expect(reported.map((error) => String((error as Error).cause)).join()).toContain(secretive);
  });
});

test('an unreachable storage is reported as unavailable', async () => {
  const nowhere = new S3Client({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  const cut = await startUploadStack({ s3: nowhere });
  try {
    const { token } = await createUpload(stack, bytes);
    const { status, body } = await cut.call('listParts', { token });
    expect([status, body.error.code]).toEqual([503, 'storage-unavailable']);
    expect(JSON.stringify(body)).not.toContain('127.0.0.1');
  } finally {
    await cut.close();
    nowhere.destroy();
  }
});

// Keep this test last: the client keeps the clock offset that it learns here.
test('URLs are signed by S3’s clock if ours is slow', async () => {
  stack.s3.setClockOffset(20 * 60_000); // A URL is valid for 15 minutes.
  try {
    const upload = await readyToComplete();
    const { object } = await complete(stack, { token: upload.token });
    expect((await readObject(stack, object.objectKey)).equals(bytes)).toBe(true);
  } finally {
    stack.s3.setClockOffset(0);
  }
});
