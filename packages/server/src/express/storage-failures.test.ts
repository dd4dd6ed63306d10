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

/** Hits every try: the SDK tries three times by itself. */
function always(operation: string, fault: FaultRule['fault'], moment?: FaultRule['moment']) {
  stack.s3.faults.add({ operation, fault, times: 3, ...(moment && { moment }) });
}

async function readyToComplete() {
  const upload = await createUpload(stack, bytes);
  await putParts(stack, upload, bytes);
  return upload;
}

describe('a complete whose answer is lost', () => {
  test.each([
    ['the connection is dropped once', 1],
    ['the connection is dropped every time', 3],
  ])('is a success when the object is there: %s', async (_name, times) => {
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

  test('is no success when nothing was applied, and can be repeated', async () => {
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
  ])('is a success when the repetition gets %i %s', async (status, code) => {
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

test('an object of another upload is never taken for success, and its bytes stay', async () => {
  const upload = await readyToComplete();
  // Of the very same size: only the nonce tells it apart.
  const victim = randomBytes(bytes.byteLength);
  const put = { Bucket: BUCKET, Key: upload.objectKey, Body: victim };
  await stack.client.send(new PutObjectCommand(put));
  const { error } = await complete(stack, { token: upload.token });
  expect(error.code).toBe('name-taken');
  expect((await readObject(stack, upload.objectKey)).equals(victim)).toBe(true);
  expect(await unfinishedKeys(stack)).not.toContain(upload.objectKey);
});

test('parts that S3 refuses although it listed them are listed and sent once more', async () => {
  const upload = await readyToComplete();
  stack.s3.faults.add({
    operation: 'CompleteMultipartUpload',
    fault: { kind: 'answer', status: 400, code: 'InvalidPart' },
  });
  expect((await complete(stack, { token: upload.token })).object.size).toBe(bytes.byteLength);
  expect(stack.operations().filter((name) => name === 'ListParts')).toHaveLength(2);
});

/** Made on another router, so that its requests run into no fault. */
async function createUploadBefore() {
  const calm = await startUploadStack();
  try {
    return await createUpload(calm, bytes);
  } finally {
    await calm.close();
  }
}

describe('what S3 says stays in the log', () => {
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
    // An item of a batch has no header of its own.
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

test('a storage that cannot be reached is unavailable', async () => {
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

// The last one: the client goes on by the clock that it learned here.
test('URLs are signed by S3’s clock, where ours is slow', async () => {
  stack.s3.setClockOffset(20 * 60_000); // A URL lives 15 minutes.
  try {
    const upload = await readyToComplete();
    const { object } = await complete(stack, { token: upload.token });
    expect((await readObject(stack, object.objectKey)).equals(bytes)).toBe(true);
  } finally {
    stack.s3.setClockOffset(0);
  }
});
