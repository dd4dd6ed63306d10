import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { recordCalls } from '../../testing/record-calls.ts';
import {
  BUCKET,
  MiB,
  putPart,
  startUploadStack,
  type UploadStack,
} from '../../testing/upload-stack.ts';
import { complete, createUpload, partOf, putParts } from '../../testing/uploads.ts';

let stack: UploadStack;
afterEach(() => stack.close());

const OWNER = '000000000000';
const headers = { 'x-amz-expected-bucket-owner': OWNER, 'x-amz-request-payer': 'requester' };
const large = randomBytes(6 * MiB);
const small = randomBytes(1_000);

test('every S3 call names the bucket’s owner and the payer', async () => {
  stack = await startUploadStack({
    object: { expectedBucketOwner: OWNER, requestPayer: 'requester' },
  });
  const calls = recordCalls(stack.client);
  const multipart = await createUpload(stack, large);
  const single = await createUpload(stack, small);
  for (const { headers: signed } of [...multipart.parts, ...single.parts]) {
    expect(signed).toMatchObject(headers);
  }
  await putParts(stack, multipart, large);
  await putParts(stack, single, small);
  await stack.call('listParts', { token: multipart.token });
  expect((await complete(stack, { token: multipart.token })).object.size).toBe(large.byteLength);
  expect((await complete(stack, { token: single.token })).object.size).toBe(small.byteLength);
  const unwanted = await createUpload(stack, small);
  await putParts(stack, unwanted, small);
  const aborted = await createUpload(stack, large);
  const uploads = [{ token: aborted.token }, { token: unwanted.token }];
  await stack.call('abort', { uploads });

  const sent = calls.filter(
    ({ name }) => !['UploadPartCommand', 'PutObjectCommand'].includes(name),
  );
  expect(new Set(sent.map(({ name }) => name))).toEqual(
    new Set([
      'CreateMultipartUploadCommand',
      'ListPartsCommand',
      'CompleteMultipartUploadCommand',
      'HeadObjectCommand',
      'AbortMultipartUploadCommand',
      'DeleteObjectCommand',
    ]),
  );
  for (const call of sent) expect(call.headers, call.name).toMatchObject(headers);
});

test('a presigned part is refused without its owner header, and with another owner', async () => {
  stack = await startUploadStack({ object: { expectedBucketOwner: OWNER } });
  const upload = await createUpload(stack, large);
  const [part] = upload.parts;
  if (!part) throw new Error('No part was presigned.');
  const body = partOf(upload, large, 1);
  expect((await putPart({ ...part, headers: {} }, body)).status).toBe(403);
  const other = { 'x-amz-expected-bucket-owner': '111111111111' };
  expect((await putPart({ ...part, headers: other }, body)).status).toBe(403);
  expect((await putPart(part, body)).status).toBe(200);
});

test('an upload to a bucket of another owner stores nothing', async () => {
  stack = await startUploadStack({ object: { expectedBucketOwner: '111111111111' } });
  const file = { name: 'a', type: '', partSize: 5 * MiB };
  const { body } = await stack.call('create', { files: [{ ...file, size: 6 * MiB }] });
  expect(body.uploads[0].error.code).toBe('storage-refused');
  expect(JSON.stringify(body)).not.toContain(BUCKET);
  const upload = await createUpload(stack, small);
  const [part] = upload.parts;
  if (!part) throw new Error('No part was presigned.');
  expect((await putPart(part, new Uint8Array(small))).status).toBe(403);
});
