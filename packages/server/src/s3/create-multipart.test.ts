import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PutBucketLifecycleConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { startGateway } from '../../testing/gateway-stack.ts';
import { createMultipart } from './create-multipart.ts';

const object = { bucket: 'media', objectKey: 'a' };
const headers = { contentType: 'text/plain', metadata: {} };

/** Creates an upload on a store that gives one fixed response. */
async function createWith(answerHeaders: Record<string, string>, uploadId = 'u1') {
  const server = createServer((request, response) => {
    request.resume();
    const body = `<InitiateMultipartUploadResult><UploadId>${uploadId}</UploadId></InitiateMultipartUploadResult>`;
    response.writeHead(200, { connection: 'close', ...answerHeaders }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  try {
    return await createMultipart(client, object, headers, 'none');
  } finally {
    client.destroy();
    server.close();
  }
}

test('create returns every field of S3’s response', async () => {
  const context = Buffer.from('{"team":"vidéo"}').toString('base64');
  expect(
    await createWith({
      'x-amz-abort-date': 'Wed, 02 Dec 2026 00:00:00 GMT',
      'x-amz-abort-rule-id': 'sweep',
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:us-east-1:1:key/k',
      'x-amz-server-side-encryption-context': context,
      'x-amz-server-side-encryption-bucket-key-enabled': 'true',
      'x-amz-server-side-encryption-customer-algorithm': 'AES256',
      'x-amz-server-side-encryption-customer-key-md5': 'md5==',
      'x-amz-request-charged': 'requester',
      'x-amz-checksum-algorithm': 'CRC64NVME',
      'x-amz-checksum-type': 'FULL_OBJECT',
    }),
  ).toEqual({
    uploadId: 'u1',
    abortDate: new Date('2026-12-02T00:00:00Z'),
    abortRuleId: 'sweep',
    serverSideEncryption: 'aws:kms',
    sseKmsKeyId: 'arn:aws:kms:us-east-1:1:key/k',
    sseKmsEncryptionContext: { team: 'vidéo' },
    bucketKeyEnabled: true,
    sseCustomerAlgorithm: 'AES256',
    sseCustomerKeyMd5: 'md5==',
    requestCharged: 'requester',
    checksumAlgorithm: 'CRC64NVME',
    checksumType: 'FULL_OBJECT',
  });
});

test.each(['bm8ganNvbg==', Buffer.from('["a"]').toString('base64')])(
  'create ignores an invalid encryption context (%s) and returns the upload',
  async (context) => {
    const created = await createWith({ 'x-amz-server-side-encryption-context': context });
    expect(created).toMatchObject({ uploadId: 'u1', sseKmsEncryptionContext: undefined });
  },
);

test('a response without an upload ID fails the create', async () => {
  await expect(createWith({}, '')).rejects.toThrow('no UploadId');
});

test('create returns the encryption of the object and the abort date of the upload', async () => {
  const stack = await startGateway();
  try {
    const rule = {
      ID: 'sweep',
      Status: 'Enabled',
      Filter: { Prefix: '' },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 },
    } as const;
    await stack.client.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: stack.bucket,
        LifecycleConfiguration: { Rules: [rule] },
      }),
    );
    const created = await stack.gateway.createMultipartUpload(
      object,
      { ...headers, serverSideEncryption: 'aws:kms', sseKmsEncryptionContext: { team: 'é' } },
      'crc64nvme',
    );
    expect(created).toMatchObject({
      abortDate: expect.any(Date),
      abortRuleId: 'sweep',
      serverSideEncryption: 'aws:kms',
      sseKmsEncryptionContext: { team: 'é' },
      checksumAlgorithm: 'CRC64NVME',
      checksumType: 'FULL_OBJECT',
    });
  } finally {
    await stack.close();
  }
});
