import { strict as assert } from 'node:assert';
import { DeleteObjectsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { type Check, fails, isError } from './check.ts';

const DELETE = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html';

/** DeleteObjects. */
export const deleteObjectsChecks: readonly Check[] = [
  {
    name: 'DeleteObjects deletes many objects, and missing ones count as deleted',
    doc: DELETE,
    run: async (t) => {
      const keys = [t.newKey('&<>').Key, t.newKey().Key, t.newKey().Key];
      for (const Key of keys.slice(0, 2)) {
        await t.client.send(new PutObjectCommand({ Bucket: t.bucket, Key, Body: 'x' }));
      }
      const Objects = keys.map((Key) => ({ Key }));
      const { Deleted, Errors = [] } = await t.client.send(
        new DeleteObjectsCommand({ Bucket: t.bucket, Delete: { Objects } }),
      );
      assert.deepEqual([Deleted?.map(({ Key }) => Key).sort(), Errors], [[...keys].sort(), []]);
      isError(await t.raw({ method: 'GET', path: t.path(keys[1] ?? '') }), 404, 'NoSuchKey');
    },
  },
  {
    name: 'quiet DeleteObjects lists no successes',
    doc: DELETE,
    run: async (t) => {
      const Delete = { Objects: [{ Key: t.newKey().Key }], Quiet: true };
      const { Deleted = [] } = await t.client.send(
        new DeleteObjectsCommand({ Bucket: t.bucket, Delete }),
      );
      assert.deepEqual(Deleted, []);
    },
  },
  {
    name: 'DeleteObjects of more than 1,000 keys is MalformedXML',
    doc: DELETE,
    run: async (t) => {
      const Objects = Array.from({ length: 1001 }, (_, i) => ({ Key: `${i}` }));
      const command = new DeleteObjectsCommand({ Bucket: t.bucket, Delete: { Objects } });
      await fails(t.client.send(command), 'MalformedXML', 400);
    },
  },
  {
    name: 'DeleteObjects without a digest of its body is InvalidRequest',
    doc: DELETE,
    run: async (t) => {
      const body = '<Delete><Object><Key>k</Key></Object></Delete>';
      const query = { delete: '' };
      isError(
        await t.raw({ method: 'POST', path: `/${t.bucket}`, query, body }),
        400,
        'InvalidRequest',
      );
    },
  },
];
