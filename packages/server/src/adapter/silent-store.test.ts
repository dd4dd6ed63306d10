import { randomBytes } from 'node:crypto';
import { CreateBucketCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { CreatedUpload } from '@slipway/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { type Answer, startApi } from '../../testing/api-server.ts';
import { isOperation, type SilentProxy, startSilentProxy } from '../../testing/silent-proxy.ts';
import { BUCKET, MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { createUpload, putParts, readObject } from '../../testing/uploads.ts';

const DIRECTORY_BUCKET = 'media--use1-az4--x-s3';
const large = randomBytes(6 * MiB);
const small = randomBytes(1_000);
const fileOf = (bytes: Uint8Array) => ({
  name: 'a.bin',
  type: '',
  size: bytes.byteLength,
  partSize: 5 * MiB,
  integrity: 'none',
});

function expectUnavailable({ status, headers, body }: Answer): void {
  expect([status, body.error.code]).toEqual([503, 'storage-unavailable']);
  // The browser retries after this.
  expect(headers.get('retry-after')).toBe('1');
}

describe.each(ADAPTERS)('%s: a store that accepts a request and never responds', (adapter) => {
  /** Prepares uploads, with a direct connection to the store. */
  let calm: UploadStack;
  let proxy: SilentProxy;
  /** An owner's client, without timeouts of its own. */
  let client: S3Client;
  /** Responds within a second, even if the store hangs. */
  let hasty: Awaited<ReturnType<typeof startApi>>;

  const connect = (endpoint: string, config: S3ClientConfig = {}) =>
    new S3Client({
      region: calm.s3.region,
      endpoint,
      forcePathStyle: true,
      credentials: { accessKeyId: 'TESTKEY', secretAccessKey: 'test-secret' },
      ...config,
    });

  beforeAll(async () => {
    calm = await startUploadStack({}, adapter);
    proxy = await startSilentProxy(calm.s3.url);
    client = connect(proxy.url);
    hasty = await startApi(client, BUCKET, { storageTimeoutSeconds: 1 }, adapter);
  });
  afterEach(() => proxy.speak());
  afterAll(async () => {
    await hasty.close();
    client.destroy();
    await proxy.close();
    await calm.close();
  });

  /** An upload with all of its parts on S3. */
  async function readyToComplete(bytes: Uint8Array): Promise<CreatedUpload> {
    const upload = await createUpload(calm, bytes, { name: 'a.bin', type: '' });
    await putParts(calm, upload, bytes);
    return upload;
  }

  test('fails create as unavailable after the timeout', async () => {
    proxy.silence(isOperation.CreateMultipartUpload);
    const before = proxy.ignored;
    expectUnavailable(await hasty.call('create', { files: [fileOf(large)] }));
    expect(proxy.ignored).toBe(before + 1);
  });

  test('fails the listing of parts as unavailable', async () => {
    const { token } = await createUpload(calm, large);
    proxy.silence(isOperation.ListParts);
    expectUnavailable(await hasty.call('listParts', { token }));
  });

  test('fails complete as unavailable, and a retry succeeds', async () => {
    const { token, objectKey } = await readyToComplete(large);
    proxy.silence(isOperation.CompleteMultipartUpload);
    const patient = await startApi(client, BUCKET, { completeTimeoutSeconds: 1 }, adapter);
    expectUnavailable(await patient.call('complete', { uploads: [{ token }] }));

    proxy.speak();
    const { body } = await patient.call('complete', { uploads: [{ token }] });
    expect(body.uploads[0].object.size).toBe(large.byteLength);
    expect((await readObject(calm, objectKey)).equals(large)).toBe(true);
    await patient.close();
  });

  test('fails complete as unavailable if HeadObject gets no response', async () => {
    const { token } = await readyToComplete(small);
    proxy.silence(isOperation.HeadObject);
    expectUnavailable(await hasty.call('complete', { uploads: [{ token }] }));

    const { body } = await calm.call('complete', { uploads: [{ token }] });
    expect(body.uploads[0].object.size).toBe(small.byteLength);
  });

  test('fails complete as unavailable if the first bytes of an object do not arrive', async () => {
    const { token } = await readyToComplete(small);
    const options = { storageTimeoutSeconds: 1, verifyType: true };
    const curious = await startApi(client, BUCKET, options, adapter);
    proxy.cutShort(isOperation.GetObject);
    expectUnavailable(await curious.call('complete', { uploads: [{ token }] }));

    await curious.close();
    const { body } = await calm.call('complete', { uploads: [{ token }] });
    expect(body.uploads[0].object.size).toBe(small.byteLength);
  });

  test('fails presign as unavailable if a directory bucket creates no session', async () => {
    // CreateBucket needs no session.
    const owner = connect(calm.s3.url, { disableS3ExpressSessionAuth: true });
    await owner.send(new CreateBucketCommand({ Bucket: DIRECTORY_BUCKET }));
    owner.destroy();
    const before = await startApi(calm.client, DIRECTORY_BUCKET, {}, adapter);
    const { token } = await createUpload(before, large);
    await before.close();

    proxy.silence(isOperation.CreateSession);
    const express = await startApi(client, DIRECTORY_BUCKET, { storageTimeoutSeconds: 1 }, adapter);
    const wanted = { uploads: [{ token, parts: [{ partNumber: 1 }] }] };
    expectUnavailable(await express.call('presign', wanted));

    await express.close();
    proxy.speak();
    const patient = await startApi(client, DIRECTORY_BUCKET, {}, adapter);
    expect((await patient.call('presign', wanted)).status).toBe(200);
    await patient.close();
  });

  test('fails abort as unavailable', async () => {
    const { token } = await createUpload(calm, large);
    proxy.silence(({ method }) => method === 'DELETE');
    expectUnavailable(await hasty.call('abort', { uploads: [{ token }] }));

    expect((await calm.call('abort', { uploads: [{ token }] })).status).toBe(200);
  });
});
