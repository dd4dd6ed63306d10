import { PutBucketLifecycleConfigurationCommand } from '@aws-sdk/client-s3';
import { ADMIN_ROUTES } from '@slipway/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { type AdminStack, forEachOf, startAdminStack } from '../../testing/admin-stack.ts';
import { BUCKET, MiB } from '../../testing/upload-stack.ts';
import { createUpload } from '../../testing/uploads.ts';

const { listUploads, listParts, abort } = ADMIN_ROUTES;
const DAY_MS = 86_400_000;

interface Row {
  readonly objectKey: string;
}
const keysOf = (uploads: readonly Row[]) => uploads.map(({ objectKey }) => objectKey);

const abortRule = (ID: string, Prefix: string, DaysAfterInitiation: number) => ({
  ID,
  Filter: { Prefix },
  Status: 'Enabled' as const,
  AbortIncompleteMultipartUpload: { DaysAfterInitiation },
});

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: AdminStack;
  beforeAll(async () => {
    stack = await startAdminStack({}, adapter);
  });
  afterAll(() => stack.close());
  beforeEach(() => {
    stack.forget();
  });

  test('an upload is shown with key, ID, owner, age and storage class', async () => {
    const { objectKey, uploadId } = await stack.begin(
      'uploads/acme/00000000000000000000000id1/a.mp4',
    );
    const { status, body } = await stack.get(listUploads, { owner: 'acme' });
    expect(status).toBe(200);
    expect(body).toEqual({
      uploads: [
        {
          objectKey,
          uploadId,
          owner: 'acme',
          initiatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
          ageSeconds: expect.any(Number),
          storageClass: 'STANDARD',
        },
      ],
    });
  });

  test('with spread keys, the uploads of a tenant are found, and those of no tenant have no owner', async () => {
    const spread = await startAdminStack({ keyLayout: 'spread', keepFolders: true }, adapter);
    const file = { name: 'a', relativePath: 'photos/a', type: '', size: 6e6, partSize: 5 * MiB };
    const create = (headers: Record<string, string>) =>
      spread.call('create', { files: [file] }, headers);
    const [{ objectKey }] = (await create({ 'x-tenant': 'acme' })).body.uploads;
    await create({});
    const { body } = await spread.get(listUploads, { owner: 'acme' });
    expect(body.uploads).toMatchObject([{ objectKey, owner: 'acme' }]);
    const all = await spread.get(listUploads);
    const owners = all.body.uploads.map(({ owner }: { readonly owner?: string }) => owner);
    expect(owners.toSorted()).toEqual(['acme', undefined]);
    const aborted = await spread.post(abort, { olderThanSeconds: 0, owner: 'acme' });
    expect(aborted.status).toBe(200);
    expect((await spread.get(listUploads, { owner: 'acme' })).body.uploads).toEqual([]);
    await spread.close();
  });

  test('the parts of uploads are read only on request', async () => {
    await stack.begin('uploads/held/00000000000000000000000id1/a', [5, 7]);
    await stack.begin('uploads/held/00000000000000000000000id2/b');
    stack.forget();
    const plain = await stack.get(listUploads, { owner: 'held', held: 'false' });
    expect(plain.body.uploads[0].held).toBeUndefined();
    expect(stack.operations()).not.toContain('ListParts');

    const { body } = await stack.get(listUploads, { owner: 'held', held: 'true' });
    expect(body.uploads.map(({ held }: { held: object }) => held)).toEqual([
      { partCount: 2, size: 12 },
      { partCount: 0, size: 0 },
    ]);
  });

  test('the parts of one upload are shown with sizes, ETags and checksums', async () => {
    const upload = await stack.begin('uploads/parts/00000000000000000000000id1/a', [5, 7]);
    const { body } = await stack.get(listParts, upload);
    expect(body).toMatchObject({ partCount: 2, size: 12, storageClass: 'STANDARD' });
    expect(body.parts).toEqual([
      expect.objectContaining({ partNumber: 1, size: 5, etag: expect.stringMatching(/^".+"$/) }),
      expect.objectContaining({ partNumber: 2, size: 7 }),
    ]);
    const gone = await stack.get(listParts, { ...upload, uploadId: 'AAAA' });
    expect([gone.status, gone.body.error.code]).toEqual([404, 'upload-not-found']);
  });

  test('the file’s size is known for uploads that the backend created', async () => {
    const bytes = new Uint8Array(12 * 1024 ** 2);
    const upload = await createUpload(stack, bytes);
    const [listed] = (await stack.get(listUploads, { prefix: upload.objectKey })).body.uploads;
    const { objectKey, uploadId } = listed;
    const { body } = await stack.get(listParts, { objectKey, uploadId });
    expect(body).toMatchObject({ size: 0, expectedSize: 12 * 1024 ** 2 });
    const other = await stack.begin('uploads/parts/00000000000000000000000id2/a', [5]);
    expect((await stack.get(listParts, other)).body.expectedSize).toBeUndefined();
  });

  test('keptUntil is when the lifecycle rule aborts, in lists as from S3', async () => {
    const other = await startAdminStack({}, adapter);
    const upload = await other.begin('uploads/00000000000000000000000id1/a');
    const { body: without } = await other.get(listUploads);
    expect(without.uploads[0].keptUntil).toBeUndefined();
    await other.client.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: BUCKET,
        LifecycleConfiguration: {
          Rules: [
            abortRule('long', '', 30),
            abortRule('ours', 'uploads/', 3),
            abortRule('elsewhere', 'logs/', 1),
            { ...abortRule('off', '', 1), Status: 'Disabled' },
          ],
        },
      }),
    );
    const { keptUntil } = (await other.get(listUploads)).body.uploads[0];
    expect(keptUntil).toBe((await other.get(listParts, upload)).body.keptUntil);
    expect(new Date(keptUntil).getTime() - Date.now()).toBeGreaterThan(2 * DAY_MS);
    expect(new Date(keptUntil).getTime() - Date.now()).toBeLessThan(5 * DAY_MS);
    await other.close();
  });

  describe('of more uploads than S3 lists on a page', () => {
    const keys = Array.from(
      { length: 1_010 },
      (_, i) => `uploads/many/${String(i).padStart(26, '0')}/f`,
    );
    beforeAll(() => forEachOf(keys.length, (i) => stack.begin(keys[i] ?? '')), 60_000);

    test.each(['1000', '300'])('pages of %s show each exactly once', async (limit) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const query = { owner: 'many', limit, ...(cursor && { cursor }) };
        const { body } = await stack.get(listUploads, query);
        expect(body.uploads.length).toBeLessThanOrEqual(Number(limit));
        seen.push(...keysOf(body.uploads));
        cursor = body.cursor;
      } while (cursor);
      expect(seen).toEqual(keys);
    });

    test('a page has 100 uploads by default, and costs one request to S3 for uploads', async () => {
      stack.forget();
      const { body } = await stack.get(listUploads, { owner: 'many' });
      expect(keysOf(body.uploads)).toEqual(keys.slice(0, 100));
      const listings = stack.operations().filter((name) => name === 'ListMultipartUploads');
      expect(listings).toHaveLength(1);
    });

    test('a listing continues after the last upload of a page is aborted', async () => {
      const first = await stack.get(listUploads, { owner: 'many', limit: '1' });
      const { objectKey, uploadId } = first.body.uploads[0];
      await stack.post(abort, { uploads: [{ objectKey, uploadId }] });
      const { cursor } = first.body;
      const { body } = await stack.get(listUploads, { owner: 'many', limit: '2', cursor });
      expect([objectKey, ...keysOf(body.uploads)]).toEqual(keys.slice(0, 3));
    });
  });

  test('the folder of a resumable upload does not count as a tenant', async () => {
    const folder = 'f'.repeat(26);
    const id = '0'.repeat(33);
    await stack.begin(`uploads/${folder}/${id}/a`);
    await stack.begin(`uploads/resuming/${folder}/${id}/a`);
    const { body } = await stack.get(listUploads, { prefix: `uploads/${folder}/` });
    expect(body.uploads).toMatchObject([{ objectKey: `uploads/${folder}/${id}/a` }]);
    expect(body.uploads[0].owner).toBeUndefined();
    const resuming = await stack.get(listUploads, { owner: 'resuming' });
    expect(resuming.body.uploads).toMatchObject([{ owner: 'resuming' }]);
  });

  describe('filters', () => {
    test('by prefix and owner find exactly the matching uploads', async () => {
      const none = await stack.begin('uploads/00000000000000000000000id9/no-tenant');
      await stack.begin('uploads/globex/00000000000000000000000id1/a');
      await stack.begin('uploads/globex-too/00000000000000000000000id1/a');
      const find = async (query: Record<string, string>) =>
        keysOf((await stack.get(listUploads, query)).body.uploads);
      expect(await find({ owner: 'globex' })).toEqual([
        'uploads/globex/00000000000000000000000id1/a',
      ]);
      expect(await find({ prefix: 'uploads/globex' })).toEqual([
        'uploads/globex-too/00000000000000000000000id1/a',
        'uploads/globex/00000000000000000000000id1/a',
      ]);
      expect(await find({ prefix: 'uploads/globex-', owner: 'globex' })).toEqual([]);
      const { body } = await stack.get(listUploads, { prefix: none.objectKey });
      expect(body.uploads[0].owner).toBeUndefined();
    });

    test('by age skip younger uploads', async () => {
      stack.s3.setClockOffset(-600_000);
      await stack.begin('uploads/aged/00000000000000000000000id1/old');
      stack.s3.setClockOffset(0);
      await stack.begin('uploads/aged/00000000000000000000000id2/new');
      const { body } = await stack.get(listUploads, { owner: 'aged', olderThanSeconds: '300' });
      expect(keysOf(body.uploads)).toEqual(['uploads/aged/00000000000000000000000id1/old']);
      expect(body.uploads[0].ageSeconds).toBeGreaterThanOrEqual(600);
    });

    test('by owner call keyOwner if the owner chooses the keys', async () => {
      const other = await startAdminStack(
        {
          prefix: '',
          objectKey: (_file, _principal, { id }) => `2026/${id}`,
          keyOwner: (key) => key.split('-')[1],
        },
        adapter,
      );
      await other.begin('2026/1-acme-x');
      await other.begin('2026/2-globex-x');
      const { body } = await other.get(listUploads, { owner: 'globex' });
      expect(body.uploads).toMatchObject([{ objectKey: '2026/2-globex-x', owner: 'globex' }]);
      await other.close();
    });
  });

  describe('an upload outside of the prefix', () => {
    test('is not listed, shown or aborted', async () => {
      const upload = await stack.begin('private/id1/a', [1]);
      const all = await stack.get(listUploads, { limit: '1000', prefix: '' });
      expect(keysOf(all.body.uploads)).not.toContain(upload.objectKey);
      for (const answer of [
        await stack.get(listUploads, { prefix: 'private/' }),
        await stack.get(listUploads, { prefix: 'uploads-of-others/' }),
        await stack.get(listParts, upload),
        await stack.post(abort, { olderThanSeconds: 0, prefix: 'private/' }),
      ]) {
        expect([answer.status, answer.body.error.code]).toEqual([403, 'forbidden']);
      }
      const { body } = await stack.post(abort, { uploads: [upload] });
      expect(body.uploads).toMatchObject([{ ...upload, error: { code: 'forbidden' } }]);
      expect(stack.operations()).not.toContain('AbortMultipartUpload');
    });

    test('is out of reach of a forged cursor', async () => {
      await stack.begin('another/id1/a');
      const cursor = Buffer.from('{"after":{"objectKey":"a"}}').toString('base64url');
      const { body } = await stack.get(listUploads, { limit: '1000', cursor });
      expect(keysOf(body.uploads).every((key) => key.startsWith('uploads/'))).toBe(true);
    });
  });
});
