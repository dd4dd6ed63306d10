import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { startGateway } from '../../testing/gateway-stack.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { customerKeyInput } from './customer-key.ts';

const sseCustomerKey = Buffer.alloc(32, 7).toString('base64');
const client = (config: S3ClientConfig) =>
  new S3Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    ...config,
  });

describe('a customer’s key', () => {
  test.each<S3ClientConfig>([
    {},
    { endpoint: 'https://s3.example' },
    { endpoint: 'http://127.0.0.1:9000' },
    { endpoint: 'http://localhost:9000' },
    { endpoint: 'http://[::1]:9000' },
  ])('is sent to %j', async (config) => {
    expect(await customerKeyInput(client(config), { sseCustomerKey })).toEqual({
      SSECustomerAlgorithm: 'AES256',
      SSECustomerKey: sseCustomerKey,
      SSECustomerKeyMD5: 'y4HAEFCYWuvAXWFTtA1Qpg==',
    });
  });

  test.each<S3ClientConfig>([
    { tls: false },
    { endpoint: 'http://s3.example' },
    { endpoint: 'http://127.0.0.1.example' },
    { endpoint: 'http://192.168.0.1:9000' },
  ])('is not sent to %j', async (config) => {
    const input = customerKeyInput(client(config), { sseCustomerKey });
    await expect(input).rejects.toThrow('needs HTTPS');
    expect(await customerKeyInput(client(config), {})).toEqual({});
  });
});

test('only the calls for which S3 requires the key send it', async () => {
  const stack = await startGateway();
  try {
    const calls = recordCalls(stack.client);
    const { gateway, bucket } = stack;
    const object = { bucket, objectKey: 'a', sseCustomerKey };
    const headers = { contentType: 'text/plain', metadata: {} };
    const { uploadId } = await gateway.createMultipartUpload(object, headers, 'none');
    const upload = { ...object, uploadId };
    const [part] = await gateway.presignParts(upload, [{ partNumber: 1, size: 1 }], 'none');
    await fetch(part?.url ?? '', { method: 'PUT', headers: part?.headers ?? {}, body: 'x' });
    const parts = (await gateway.listParts(upload, 'none')) ?? [];
    const order = { parts, size: 1, integrity: 'none', overwrite: false } as const;
    await gateway.complete(upload, order);
    await gateway.head(object, 'none');
    await gateway.abort(upload);
    await gateway.delete(object);
    const withKey = calls.filter(
      (call) => call.headers['x-amz-server-side-encryption-customer-key'] === sseCustomerKey,
    );
    expect(withKey.map(({ name }) => name)).toEqual([
      'CreateMultipartUploadCommand',
      'ListPartsCommand',
      'CompleteMultipartUploadCommand',
      'HeadObjectCommand',
    ]);
    expect(calls.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['AbortMultipartUploadCommand', 'DeleteObjectCommand']),
    );
  } finally {
    await stack.close();
  }
});
