import { strict as assert } from 'node:assert';
import {
  type CORSRule,
  DeleteBucketCorsCommand,
  GetBucketCorsCommand,
  PutBucketCorsCommand,
} from '@aws-sdk/client-s3';
import { type Check, type CheckContext, fails, isError, isOk } from './check.ts';

const CORS = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html';
const ORIGIN = 'https://app.example.com';

async function withRules(t: CheckContext, ...CORSRules: CORSRule[]): Promise<void> {
  const CORSConfiguration = { CORSRules };
  await t.client.send(new PutBucketCorsCommand({ Bucket: t.bucket, CORSConfiguration }));
}

function preflight(t: CheckContext, origin: string, method: string, headers = '') {
  return t.raw({
    method: 'OPTIONS',
    path: t.path('any/key'),
    sign: 'none',
    headers: {
      origin,
      'access-control-request-method': method,
      ...(headers !== '' && { 'access-control-request-headers': headers }),
    },
  });
}

const RULE: CORSRule = {
  AllowedOrigins: [ORIGIN],
  AllowedMethods: ['PUT', 'GET'],
  AllowedHeaders: ['content-type', 'x-amz-*'],
  ExposeHeaders: ['ETag', 'x-amz-checksum-crc64nvme'],
  MaxAgeSeconds: 600,
};

const preflights: readonly Check[] = [
  {
    name: 'a preflight that a rule allows needs no signature and gets 200',
    doc: CORS,
    run: async (t) => {
      await withRules(t, RULE);
      const { status, headers } = await preflight(t, ORIGIN, 'PUT', 'content-type, x-amz-meta-a');
      assert.equal(status, 200);
      assert.equal(headers['access-control-allow-origin'], ORIGIN);
      assert.equal(headers['access-control-max-age'], '600');
      assert.match(headers['access-control-allow-methods'] ?? '', /PUT/);
      assert.match(headers['access-control-allow-headers'] ?? '', /x-amz-meta-a/i);
    },
  },
  ...(
    [
      ['a foreign origin', 'https://evil.example.com', 'PUT', ''],
      ['an origin that only starts like the allowed one', `${ORIGIN}.evil.com`, 'PUT', ''],
      ['an origin of another scheme', ORIGIN.replace('https', 'http'), 'PUT', ''],
      ['the origin null', 'null', 'PUT', ''],
      ['a method that is not allowed', ORIGIN, 'DELETE', ''],
      ['a header that is not allowed', ORIGIN, 'PUT', 'authorization'],
    ] as const
  ).map(
    ([what, origin, method, headers]): Check => ({
      name: `a preflight from ${what} is 403 without allow-origin`,
      doc: CORS,
      run: async (t) => {
        await withRules(t, RULE);
        const answer = await preflight(t, origin, method, headers);
        isError(answer, 403, 'AccessForbidden');
        assert.equal(answer.headers['access-control-allow-origin'], undefined);
      },
    }),
  ),
  {
    name: 'a preflight to a bucket without CORS rules is 403',
    doc: CORS,
    run: async (t) => {
      await t.client.send(new DeleteBucketCorsCommand({ Bucket: t.bucket }));
      isError(await preflight(t, ORIGIN, 'PUT'), 403, 'AccessForbidden');
    },
  },
  {
    name: 'a preflight without Origin is BadRequest',
    run: async (t) =>
      isError(
        await t.raw({ method: 'OPTIONS', path: t.path('k'), sign: 'none' }),
        400,
        'BadRequest',
      ),
  },
  ...(
    [
      ['https://*.example.com', 'https://a.b.example.com', true],
      ['https://*.example.com', 'https://example.com', false],
      ['http://127.0.0.1:*', 'http://127.0.0.1:3000', true],
      ['*', 'https://anything.test', true],
    ] as const
  ).map(
    ([pattern, origin, allowed]): Check => ({
      name: `the allowed origin ${pattern} ${allowed ? 'matches' : 'does not match'} ${origin}`,
      doc: CORS,
      run: async (t) => {
        await withRules(t, { AllowedOrigins: [pattern], AllowedMethods: ['PUT'] });
        const answer = await preflight(t, origin, 'PUT');
        assert.equal(answer.status, allowed ? 200 : 403);
        if (allowed)
          assert.equal(
            answer.headers['access-control-allow-origin'],
            pattern === '*' ? '*' : origin,
          );
      },
    }),
  ),
  {
    name: 'the first rule that matches counts',
    doc: CORS,
    run: async (t) => {
      await withRules(
        t,
        { ...RULE, AllowedMethods: ['GET'], MaxAgeSeconds: 1 },
        { ...RULE, MaxAgeSeconds: 2 },
      );
      assert.equal((await preflight(t, ORIGIN, 'PUT')).headers['access-control-max-age'], '2');
      assert.equal((await preflight(t, ORIGIN, 'GET')).headers['access-control-max-age'], '1');
    },
  },
];

const actual: readonly Check[] = [
  {
    name: 'an allowed origin may read the exposed headers of a response',
    doc: CORS,
    run: async (t) => {
      await withRules(t, RULE);
      const path = t.path(t.newKey().Key);
      const put = await t.raw({ method: 'PUT', path, headers: { origin: ORIGIN }, body: 'x' });
      isOk(put);
      assert.equal(put.headers['access-control-allow-origin'], ORIGIN);
      assert.match(put.headers['access-control-expose-headers'] ?? '', /ETag/);
      assert.match(put.headers.vary ?? '', /Origin/);
    },
  },
  {
    name: 'errors have CORS headers too',
    run: async (t) => {
      await withRules(t, RULE);
      const path = t.path(t.newKey().Key);
      const refused = await t.raw({
        method: 'GET',
        path,
        sign: 'none',
        headers: { origin: ORIGIN },
      });
      isError(refused, 403, 'AccessDenied');
      assert.equal(refused.headers['access-control-allow-origin'], ORIGIN);
    },
  },
  {
    name: 'a foreign origin gets no CORS headers',
    run: async (t) => {
      await withRules(t, RULE);
      const path = t.path(t.newKey().Key);
      const put = await t.raw({
        method: 'PUT',
        path,
        headers: { origin: 'https://evil.test' },
        body: 'x',
      });
      isOk(put);
      assert.equal(put.headers['access-control-allow-origin'], undefined);
    },
  },
];

const configuring: readonly Check[] = [
  {
    name: 'CORS rules are returned as they were put, until they are deleted',
    doc: CORS,
    run: async (t) => {
      const rule = { ID: 'one', ...RULE };
      await withRules(t, rule);
      const got = await t.client.send(new GetBucketCorsCommand({ Bucket: t.bucket }));
      assert.deepEqual(got.CORSRules, [rule]);
      await t.client.send(new DeleteBucketCorsCommand({ Bucket: t.bucket }));
      await fails(
        t.client.send(new GetBucketCorsCommand({ Bucket: t.bucket })),
        'NoSuchCORSConfiguration',
        404,
      );
    },
  },
  {
    name: 'a CORS rule with an unknown method is InvalidRequest',
    run: async (t) =>
      fails(withRules(t, { ...RULE, AllowedMethods: ['PATCH'] }), 'InvalidRequest', 400),
  },
  {
    name: 'a CORS rule with two wildcards in an origin is InvalidRequest',
    doc: CORS,
    run: async (t) =>
      fails(withRules(t, { ...RULE, AllowedOrigins: ['*.a.*'] }), 'InvalidRequest', 400),
  },
  {
    name: 'a CORS rule with a wildcard in ExposeHeader is InvalidRequest',
    run: async (t) => fails(withRules(t, { ...RULE, ExposeHeaders: ['*'] }), 'InvalidRequest', 400),
  },
];

/** Cross-origin resource sharing. */
export const corsChecks: readonly Check[] = [...preflights, ...actual, ...configuring];
