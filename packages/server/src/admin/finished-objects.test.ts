import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { ADMIN_ROUTES } from '@slipway/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { type AdminStack, forEachOf, startAdminStack } from '../../testing/admin-stack.ts';
import { complete, createUpload, putParts } from '../../testing/uploads.ts';

const { listObjects } = ADMIN_ROUTES;
const keysOf = (objects: readonly { readonly objectKey: string }[]) =>
  objects.map(({ objectKey }) => objectKey);

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: AdminStack;
  beforeAll(async () => {
    stack = await startAdminStack({}, adapter);
  });
  afterAll(() => stack.close());
  beforeEach(() => {
    stack.forget();
  });

  test('an object is shown with key, owner, size, ETag, time and storage class', async () => {
    const { ETag } = await stack.put('uploads/acme/00000000000000000000000id1/a.txt');
    const { status, body } = await stack.get(listObjects, { owner: 'acme' });
    expect(status).toBe(200);
    expect(body).toEqual({
      objects: [
        {
          objectKey: 'uploads/acme/00000000000000000000000id1/a.txt',
          owner: 'acme',
          size: 3,
          etag: ETag,
          modifiedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
          storageClass: 'STANDARD',
        },
      ],
    });
    expect(stack.operations()).not.toContain('HeadObject');
  });

  test('details contain what S3 stores: type, metadata, checksum and its kind, encryption', async () => {
    await stack.put('uploads/details/00000000000000000000000id1/a.csv', {
      ContentType: 'text/csv',
      ContentDisposition: 'attachment',
      Metadata: { album: '=?UTF-8?B?U29tbWVyIMOcYnVuZw==?=' },
      ChecksumAlgorithm: 'SHA256',
    });
    const { body } = await stack.get(listObjects, { owner: 'details', details: 'true' });
    expect(body.objects[0].details).toEqual({
      contentType: 'text/csv',
      contentDisposition: 'attachment',
      metadata: { album: 'Sommer Übung' },
      checksum: {
        integrity: 'sha256',
        kind: 'full-object',
        value: 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=',
      },
      encryption: 'AES256',
    });
  });

  test('an object of several parts shows whether its checksum is composite', async () => {
    const bytes = new Uint8Array(6 * 1024 ** 2);
    const upload = await createUpload(stack, bytes);
    await putParts(stack, upload, bytes);
    await complete(stack, { token: upload.token });
    const { body } = await stack.get(listObjects, { prefix: upload.objectKey, details: 'true' });
    expect(body.objects[0]).toMatchObject({
      size: bytes.byteLength,
      details: { contentType: 'video/mp4', checksum: { kind: 'full-object' } },
    });
  });

  test('a lock is shown with its mode and end date', async () => {
    const Bucket = 'locked-bucket';
    await stack.client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
    const other = await startAdminStack({ s3: stack.client, bucket: Bucket }, adapter);
    const until = new Date(Date.now() + 3_600_000);
    await stack.put('uploads/00000000000000000000000id1/a', {
      Bucket,
      ChecksumAlgorithm: 'CRC32',
      ObjectLockMode: 'GOVERNANCE',
      ObjectLockRetainUntilDate: until,
      ObjectLockLegalHoldStatus: 'ON',
    });
    const { body } = await other.get(listObjects, { details: 'true' });
    await other.close();
    expect(body.objects[0].details).toMatchObject({
      lockMode: 'GOVERNANCE',
      lockedUntil: expect.stringContaining(until.toISOString().slice(0, 19)),
      legalHold: true,
    });
  });

  test('an object that vanishes, or that S3 does not show, fails alone', async () => {
    for (const name of ['a', 'b', 'c'])
      await stack.put(`uploads/errors/${name.padStart(26, '0')}/f`);
    stack.s3.faults.add({
      operation: 'HeadObject',
      key: 'uploads/errors/0000000000000000000000000a/f',
      fault: { kind: 'answer', status: 404, code: 'NoSuchKey' },
    });
    stack.s3.faults.add({
      operation: 'HeadObject',
      key: 'uploads/errors/0000000000000000000000000b/f',
      fault: { kind: 'answer', status: 403, code: 'AccessDenied' },
    });
    const { body } = await stack.get(listObjects, { owner: 'errors', details: 'true' });
    expect(body.objects.map(({ details }: { details: object }) => details)).toMatchObject([
      { error: { code: 'not-found' } },
      { error: { code: 'storage-refused' } },
      { metadata: {} },
    ]);
  });

  describe('a download', () => {
    test('is presigned only on request, and saves the file under its own name', async () => {
      const name = "Bericht 'ä' (1).html";
      await stack.put(`uploads/html/00000000000000000000000id1/${name}`, {
        Body: '<script>alert(1)</script>',
        ContentType: 'text/html',
      });
      const without = await stack.get(listObjects, { owner: 'html' });
      expect(without.body.objects[0].download).toBeUndefined();

      const { body } = await stack.get(listObjects, { owner: 'html', download: 'true' });
      const { url, expiresInSeconds } = body.objects[0].download;
      expect(expiresInSeconds).toBe(300);
      const response = await fetch(url);
      expect(await response.text()).toBe('<script>alert(1)</script>');
      expect(response.headers.get('content-type')).toBe('application/octet-stream');
      expect(response.headers.get('content-disposition')).toBe(
        `attachment; filename="Bericht '_' (1).html"; filename*=UTF-8''Bericht%20%27%C3%A4%27%20%281%29.html`,
      );
    });

    test('expires no later than the URLs of uploads', async () => {
      const other = await startAdminStack({ urlLifetimeSeconds: 60 }, adapter);
      await other.put('uploads/00000000000000000000000id1/a');
      const { body } = await other.get(listObjects, { download: 'true' });
      await other.close();
      expect(body.objects[0].download.expiresInSeconds).toBe(60);
    });

    test('from a bucket with an expected owner needs no header', async () => {
      const object = { expectedBucketOwner: '000000000000', requestPayer: 'requester' as const };
      const other = await startAdminStack({ object }, adapter);
      await other.put('uploads/00000000000000000000000id1/a');
      const { body } = await other.get(listObjects, { download: 'true' });
      const { status } = await fetch(body.objects[0].download.url);
      await other.close();
      expect(status).toBe(200);
    });
  });

  describe('of more objects than S3 lists on a page', () => {
    const keys = Array.from(
      { length: 1_010 },
      (_, i) => `uploads/many/${String(i).padStart(26, '0')}/f`,
    );
    beforeAll(() => forEachOf(keys.length, (i) => stack.put(keys[i] ?? '')), 60_000);

    test.each(['1000', '300'])('pages of %s show each exactly once', async (limit) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const query = { owner: 'many', limit, ...(cursor && { cursor }) };
        const { body } = await stack.get(listObjects, query);
        seen.push(...keysOf(body.objects));
        cursor = body.cursor;
      } while (cursor);
      expect(seen).toEqual(keys);
    });
  });

  test('objects outside of the prefix are not shown', async () => {
    await stack.put('private/a');
    const all = await stack.get(listObjects, { limit: '1000', prefix: '' });
    expect(keysOf(all.body.objects)).not.toContain('private/a');
    const { status } = await stack.get(listObjects, { prefix: 'private/' });
    expect(status).toBe(403);
  });

  test.each([{ limit: '0' }, { details: '1' }, { download: '' }, { held: 'true' }])(
    'the query %j is refused',
    async (query) => {
      const { status, body } = await stack.get(listObjects, query as Record<string, string>);
      expect([status, body.error.code]).toEqual([400, 'invalid-request']);
      expect(stack.operations()).toEqual([]);
    },
  );
});
