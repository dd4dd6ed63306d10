import { strict as assert } from 'node:assert';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { type Check, fails, isError, isOk } from './check.ts';

const GET = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html';

const date = (hours: number) => new Date(Date.now() + hours * 3_600_000).toUTCString();

/** GetObject and HeadObject. */
export const readObjectChecks: readonly Check[] = [
  {
    name: 'an empty object is put and read back',
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
    name: 'a range after the end is InvalidRange',
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
    name: 'response-* parameters override headers of the response',
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
    name: 'a response-* parameter with a line break is refused',
    doc: GET,
    run: async (t) => {
      const path = t.path(t.newKey().Key);
      isOk(await t.raw({ method: 'PUT', path, body: 'x' }));
      const query = { 'response-content-type': 'text/plain\r\nset-cookie: x=1' };
      const got = await t.raw({ method: 'GET', path, query });
      assert.deepEqual([got.status, got.headers['set-cookie']], [400, undefined]);
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
