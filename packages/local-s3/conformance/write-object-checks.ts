import { strict as assert } from 'node:assert';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { type Check, fails, isError, isOk } from './check.ts';

const PUT = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html';
const CONDITIONAL = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html';
const METADATA = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html';
const KEYS = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html';

/** PutObject and DeleteObject. */
export const writeObjectChecks: readonly Check[] = [
  {
    name: 'Get and Head return Content-* headers and metadata',
    doc: PUT,
    run: async (t) => {
      const where = t.newKey();
      const kept = {
        ContentType: 'video/mp4',
        CacheControl: 'max-age=60',
        ContentDisposition: 'attachment',
        ContentEncoding: 'gzip',
        ContentLanguage: 'de',
        Metadata: { nonce: 'n1', 'with-dash': '2' },
      };
      await t.client.send(new PutObjectCommand({ ...where, ...kept, Body: 'x' }));
      for (const command of [new HeadObjectCommand(where), new GetObjectCommand(where)]) {
        const got = await t.client.send(command as GetObjectCommand);
        for (const [name, value] of Object.entries(kept)) {
          assert.deepEqual(got[name as keyof typeof kept], value, name);
        }
      }
    },
  },
  {
    name: 'an object without Content-Type is binary/octet-stream',
    doc: PUT,
    run: async (t) => {
      const path = t.path(t.newKey().Key);
      isOk(await t.raw({ method: 'PUT', path, body: 'x' }));
      const head = await t.raw({ method: 'HEAD', path });
      assert.equal(head.headers['content-type'], 'binary/octet-stream');
    },
  },
  {
    name: 'metadata of 2 KB is accepted, more is MetadataTooLarge',
    doc: METADATA,
    run: async (t) => {
      const path = t.path(t.newKey().Key);
      const put = (size: number) =>
        t.raw({
          method: 'PUT',
          path,
          headers: { 'x-amz-meta-note': 'n'.repeat(size - 4) },
          body: 'x',
        });
      isOk(await put(2048));
      isError(await put(2049), 400, 'MetadataTooLarge');
    },
  },
  {
    name: 'PutObject replaces an object as a whole',
    run: async (t) => {
      const where = t.newKey();
      await t.client.send(new PutObjectCommand({ ...where, Body: 'first', Metadata: { a: '1' } }));
      await t.client.send(new PutObjectCommand({ ...where, Body: 'second' }));
      const got = await t.client.send(new GetObjectCommand(where));
      assert.deepEqual([await got.Body?.transformToString(), got.Metadata], ['second', {}]);
    },
  },
  {
    name: 'PutObject with If-None-Match: * creates but never replaces',
    doc: CONDITIONAL,
    run: async (t) => {
      const put = { ...t.newKey(), Body: 'x', IfNoneMatch: '*' };
      await t.client.send(new PutObjectCommand(put));
      await fails(t.client.send(new PutObjectCommand(put)), 'PreconditionFailed', 412);
    },
  },
  {
    name: 'of two concurrent PutObjects with If-None-Match: * one succeeds',
    doc: CONDITIONAL,
    run: async (t) => {
      const put = { ...t.newKey(), Body: 'x', IfNoneMatch: '*' };
      const both = await Promise.allSettled(
        [1, 2].map(() => t.client.send(new PutObjectCommand(put))),
      );
      assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    },
  },
  {
    name: 'PutObject with If-Match replaces only the object with that ETag',
    doc: CONDITIONAL,
    run: async (t) => {
      const where = t.newKey();
      const put = (IfMatch: string) =>
        t.client.send(new PutObjectCommand({ ...where, Body: 'new', IfMatch }));
      await fails(put('"x"'), 'NoSuchKey', 404);
      const { ETag = '' } = await t.client.send(new PutObjectCommand({ ...where, Body: 'old' }));
      await fails(put('"x"'), 'PreconditionFailed', 412);
      await put(ETag);
    },
  },
  {
    name: 'PutObject with If-None-Match other than * is NotImplemented',
    doc: CONDITIONAL,
    run: async (t) => {
      const headers = { 'if-none-match': '"etag"' };
      isError(
        await t.raw({ method: 'PUT', path: t.path(t.newKey().Key), headers }),
        501,
        'NotImplemented',
      );
    },
  },
  {
    name: 'PutObject larger than 5 GiB is EntityTooLarge before a byte is sent',
    run: async (t) =>
      isError(
        await t.raw({
          method: 'PUT',
          path: t.path(t.newKey().Key),
          headers: { expect: '100-continue', 'content-length': String(5 * 1024 ** 3 + 1) },
          payloadHash: 'UNSIGNED-PAYLOAD',
        }),
        400,
        'EntityTooLarge',
      ),
  },
  {
    name: 'DeleteObject is 204 even if there is nothing to delete',
    run: async (t) => {
      const where = t.newKey();
      await t.client.send(new PutObjectCommand({ ...where, Body: 'x' }));
      for (let i = 0; i < 2; i++) {
        const { $metadata } = await t.client.send(new DeleteObjectCommand(where));
        assert.equal($metadata.httpStatusCode, 204);
      }
      await fails(t.client.send(new GetObjectCommand(where)), 'NoSuchKey', 404);
    },
  },
  {
    name: 'a key of 1,024 bytes is accepted, a longer one is KeyTooLongError',
    doc: KEYS,
    run: async (t) => {
      const key = t.newKey('').Key;
      const put = (bytes: number) =>
        t.raw({ method: 'PUT', path: t.path(key.padEnd(bytes, 'k')), body: 'x' });
      isOk(await put(1024));
      isError(await put(1025), 400, 'KeyTooLongError');
    },
  },
  {
    name: 'a key of 512 two-byte characters is accepted, one more is KeyTooLongError',
    doc: KEYS,
    run: async (t) => {
      const put = (length: number) =>
        t.raw({ method: 'PUT', path: t.path('ü'.repeat(length)), body: 'x' });
      isOk(await put(512));
      isError(await put(513), 400, 'KeyTooLongError');
    },
  },
  {
    name: 'dot segments that lead above the bucket are refused',
    doc: KEYS,
    run: async (t) => {
      const put = (key: string) => t.raw({ method: 'PUT', path: `/${t.bucket}/${key}`, body: 'x' });
      assert.equal((await put('../x')).status, 400);
      assert.equal((await put('a/../../x')).status, 400);
    },
  },
  {
    name: 'an object may be a prefix of another',
    run: async (t) => {
      const { Bucket, Key } = t.newKey('a');
      await t.client.send(new PutObjectCommand({ Bucket, Key, Body: 'file' }));
      await t.client.send(new PutObjectCommand({ Bucket, Key: `${Key}/b`, Body: 'below' }));
      const got = await t.client.send(new GetObjectCommand({ Bucket, Key }));
      assert.equal(await got.Body?.transformToString(), 'file');
    },
  },
];
