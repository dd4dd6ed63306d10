import { ADMIN_ROUTES } from '@slipway/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { type AdminStack, startAdminStack } from '../../testing/admin-stack.ts';

const { listUploads, abort } = ADMIN_ROUTES;
const DAY_MS = 86_400_000;

const keysOf = (uploads: readonly { readonly objectKey: string }[]) =>
  uploads.map(({ objectKey }) => objectKey);

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: AdminStack;
  beforeAll(async () => {
    stack = await startAdminStack({}, adapter);
  });
  afterAll(() => stack.close());
  beforeEach(() => {
    stack.forget();
  });

  describe('abort', () => {
    test('of named uploads returns what each of them freed', async () => {
      const upload = await stack.begin('uploads/chosen/00000000000000000000000id1/a', [5, 7]);
      const gone = { objectKey: 'uploads/chosen/00000000000000000000000id2/b', uploadId: 'AAAA' };
      const { body } = await stack.post(abort, { uploads: [upload, gone] });
      expect(body.uploads).toEqual([
        { ...upload, freed: { partCount: 2, size: 12 } },
        { ...gone, freed: { partCount: 0, size: 0 } },
      ]);
      expect((await stack.get(listUploads, { owner: 'chosen' })).body.uploads).toEqual([]);
    });

    test('as a dry run returns what it would free, and aborts nothing', async () => {
      const upload = await stack.begin('uploads/dry/00000000000000000000000id1/a', [5]);
      const { body } = await stack.post(abort, {
        olderThanSeconds: 0,
        owner: 'dry',
        dryRun: true,
      });
      expect(body.uploads).toEqual([{ ...upload, freed: { partCount: 1, size: 5 } }]);
      expect((await stack.get(listUploads, { owner: 'dry' })).body.uploads).toHaveLength(1);
    });

    test('of all uploads older than an age runs in batches, and spares younger ones', async () => {
      stack.s3.setClockOffset(-600_000);
      for (const name of ['a', 'b', 'c'])
        await stack.begin(`uploads/sweep/${name.padStart(26, '0')}/f`);
      stack.s3.setClockOffset(0);
      await stack.begin('uploads/sweep/0000000000000000000000000d/f');
      const batches: string[][] = [];
      let cursor: string | undefined;
      do {
        const { body } = await stack.post(abort, {
          olderThanSeconds: 300,
          owner: 'sweep',
          limit: 2,
          ...(cursor && { cursor }),
        });
        batches.push(keysOf(body.uploads));
        cursor = body.cursor;
      } while (cursor);
      expect(batches).toEqual([
        [
          'uploads/sweep/0000000000000000000000000a/f',
          'uploads/sweep/0000000000000000000000000b/f',
        ],
        ['uploads/sweep/0000000000000000000000000c/f'],
      ]);
      const { body } = await stack.get(listUploads, { owner: 'sweep' });
      expect(keysOf(body.uploads)).toEqual(['uploads/sweep/0000000000000000000000000d/f']);
    });

    test('counts the age from its first batch', async () => {
      let now = Date.now();
      const clock = { now: () => now, monotonic: () => 0 };
      const other = await startAdminStack({ clock }, adapter);
      const uploads = [await other.begin('uploads/a'), await other.begin('uploads/b')];
      const younger = { olderThanSeconds: 3_600, limit: 1 };
      now += 3_600_000 + 1_000;
      const first = await other.post(abort, younger);
      expect(keysOf(first.body.uploads)).toEqual([uploads[0]?.objectKey]);
      // Younger than an hour at the first batch, older at the second.
      other.s3.setClockOffset(600_000);
      await other.begin('uploads/c');
      other.s3.setClockOffset(0);
      now += DAY_MS;
      const { cursor } = first.body;
      const { body } = await other.post(abort, { ...younger, limit: 10, cursor });
      expect(keysOf(body.uploads)).toEqual([uploads[1]?.objectKey]);
      await other.close();
    });

    test('that S3 refuses fails only that upload, without S3’s message', async () => {
      const [kept, aborted] = [
        await stack.begin('uploads/refused/00000000000000000000000id1/a'),
        await stack.begin('uploads/refused/00000000000000000000000id2/b'),
      ];
      stack.s3.faults.add({
        operation: 'AbortMultipartUpload',
        key: kept.objectKey,
        fault: { kind: 'answer', status: 403, code: 'AccessDenied', message: 'arn:aws:iam::1' },
      });
      const { body } = await stack.post(abort, { uploads: [kept, aborted] });
      expect(body.uploads).toMatchObject([
        { ...kept, error: { code: 'storage-refused' } },
        { ...aborted, freed: { partCount: 0 } },
      ]);
      expect(JSON.stringify(body)).not.toContain('arn:');
    });
  });

  test.each([
    {},
    { uploads: [] },
    { uploads: [{ objectKey: 'uploads/a' }] },
    { uploads: [{ objectKey: 'uploads/a', uploadId: 'x' }], olderThanSeconds: 1 },
    { olderThanSeconds: '5' },
    { prefix: 'uploads/' },
  ])('an abort of %j is refused', async (request) => {
    const { status, body } = await stack.post(abort, request);
    expect([status, body.error.code]).toEqual([400, 'invalid-request']);
    expect(stack.operations()).toEqual([]);
  });
});
