import { strict as assert } from 'node:assert';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { type Check, fails, isError, isOk } from './check.ts';

const GET = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html';
const PUT = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html';
const CONDITIONAL = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html';
const METADATA = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html';
const KEYS = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html';

const date = (hours: number) => new Date(Date.now() + hours * 3_600_000).toUTCString();

const reading: readonly Check[] = [
  {
    name: 'an object of no bytes is put and read back',
    run: async (t) => {
      const where = t.newKey();
      const { ETag } = await t.client.send(new PutObjectCommand({ ...where, Body: '' }));
      assert.equal(ETag, '"d41d8cd98f00b204e9800998ecf8427e"');
      const got = await t.client.send(new GetObjectCommand(where));
      assert.deepEqual([got.ContentLength, await got.Body?.transformToString()], [0, '']);
    },
  },
  {
    name: 'an object of no bytes has no satisfiable range',
    run: async (t) => {
      const where = t.newKey();
      await t.client.send(new PutObjectCommand({ ...where, Body: '' }));
      await fails(
        t.client.send(new GetObjectCommand({ ...where, Range: 'bytes=0-' })),
        'InvalidRange',
        416,
      );
    },
  },
  ...(
    [
      ['bytes=0-0', 206, 'h', 'bytes 0-0/5'],
      ['bytes=1-3', 206, 'ell', 'bytes 1-3/5'],
      ['bytes=2-', 206, 'llo', 'bytes 2-4/5'],
      ['bytes=-2', 206, 'lo', 'bytes 3-4/5'],
      ['bytes=-9', 206, 'hello', 'bytes 0-4/5'],
      ['bytes=3-99', 206, 'lo', 'bytes 3-4/5'],
      ['bytes=3-1', 200, 'hello', undefined],
      ['words=1-2', 200, 'hello', undefined],
    ] as const
  ).map(
    ([range, status, text, contentRange]): Check => ({
      name: `the range ${range} of "hello" is ${JSON.stringify(text)}, answered ${status}`,
      doc: GET,
      run: async (t) => {
        const path = t.path(t.newKey().Key);
        isOk(await t.raw({ method: 'PUT', path, body: 'hello' }));
        const got = await t.raw({ method: 'GET', path, headers: { range } });
        assert.deepEqual(
          [got.status, got.text, got.headers['content-range']],
          [status, text, contentRange],
        );
      },
    }),
  ),
  {
    name: 'a range behind the end is InvalidRange',
    doc: GET,
    run: async (t) => {
      const path = t.path(t.newKey().Key);
      isOk(await t.raw({ method: 'PUT', path, body: 'hello' }));
      isError(
        await t.raw({ method: 'GET', path, headers: { range: 'bytes=5-' } }),
        416,
        'InvalidRange',
      );
    },
  },
  {
    name: 'If-None-Match with the ETag is 304, with another ETag 200',
    run: async (t) => {
      const path = t.path(t.newKey().Key);
      const { headers } = await t.raw({ method: 'PUT', path, body: 'hello' });
      const get = (etag: string) =>
        t.raw({ method: 'GET', path, headers: { 'if-none-match': etag } });
      assert.equal((await get(headers.etag ?? '')).status, 304);
      assert.equal((await get('"other"')).status, 200);
    },
  },
  {
    name: 'If-Match with another ETag is PreconditionFailed',
    run: async (t) => {
      const path = t.path(t.newKey().Key);
      isOk(await t.raw({ method: 'PUT', path, body: 'hello' }));
      isError(
        await t.raw({ method: 'GET', path, headers: { 'if-match': '"other"' } }),
        412,
        'PreconditionFailed',
      );
    },
  },
  {
    name: 'If-Modified-Since in the future is 304, If-Unmodified-Since in the past 412',
    run: async (t) => {
      const path = t.path(t.newKey().Key);
      isOk(await t.raw({ method: 'PUT', path, body: 'hello' }));
      const since = await t.raw({ method: 'GET', path, headers: { 'if-modified-since': date(1) } });
      assert.equal(since.status, 304);
      const until = await t.raw({
        method: 'GET',
        path,
        headers: { 'if-unmodified-since': date(-1) },
      });
      isError(until, 412, 'PreconditionFailed');
    },
  },
  {
    name: 'response-* parameters override headers of the answer',
    doc: GET,
    run: async (t) => {
      const where = t.newKey();
      await t.client.send(new PutObjectCommand({ ...where, Body: 'x', ContentType: 'text/plain' }));
      const got = await t.client.send(
        new GetObjectCommand({
          ...where,
          ResponseContentType: 'image/png',
          ResponseContentDisposition: 'attachment; filename="a b.png"',
          ResponseCacheControl: 'no-store',
        }),
      );
      assert.deepEqual(
        [got.ContentType, got.ContentDisposition, got.CacheControl],
        ['image/png', 'attachment; filename="a b.png"', 'no-store'],
      );
    },
  },
  {
    name: 'HeadObject of a missing key is 404 without a body',
    run: async (t) => {
      const head = await t.raw({ method: 'HEAD', path: t.path(t.newKey().Key) });
      assert.deepEqual([head.status, head.text], [404, '']);
    },
  },
];

const writing: readonly Check[] = [
  {
    name: 'Content-* headers and metadata come back on Get and Head',
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
    name: 'of two PutObjects at once with If-None-Match: * one wins',
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
    name: 'DeleteObject is 204, also when there is nothing to delete',
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

/** Objects: reading and writing. */
export const objectChecks: readonly Check[] = [...reading, ...writing];
