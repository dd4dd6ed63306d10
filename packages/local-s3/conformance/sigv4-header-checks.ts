import { strict as assert } from 'node:assert';
import { type Check, isError, isOk } from './check.ts';

const HEADER_AUTH = 'https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html';
const ERRORS = 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html';
const minutes = (n: number) => new Date(Date.now() + n * 60_000);

/** Signatures in the Authorization header. */
export const sigv4HeaderChecks: readonly Check[] = [
  {
    name: 'a request signed in the header is accepted',
    doc: HEADER_AUTH,
    run: async (t) => isOk(await t.raw({ method: 'HEAD', path: `/${t.bucket}` })),
  },
  {
    name: 'an unsigned request is AccessDenied',
    run: async (t) =>
      isError(
        await t.raw({ method: 'GET', path: t.path('nothing'), sign: 'none' }),
        403,
        'AccessDenied',
      ),
  },
  {
    name: 'an unknown access key is InvalidAccessKeyId',
    doc: ERRORS,
    run: async (t) =>
      isError(
        await t.raw({ method: 'GET', path: `/${t.bucket}`, accessKeyId: 'UNKNOWN' }),
        403,
        'InvalidAccessKeyId',
      ),
  },
  {
    name: 'a wrong secret is SignatureDoesNotMatch',
    doc: ERRORS,
    run: async (t) =>
      isError(
        await t.raw({ method: 'GET', path: `/${t.bucket}`, secretAccessKey: 'wrong' }),
        403,
        'SignatureDoesNotMatch',
      ),
  },
  {
    name: 'a clock 16 minutes behind is RequestTimeTooSkewed',
    doc: ERRORS,
    run: async (t) =>
      isError(
        await t.raw({ method: 'GET', path: `/${t.bucket}`, date: minutes(-16) }),
        403,
        'RequestTimeTooSkewed',
      ),
  },
  {
    name: 'a clock 16 minutes ahead is RequestTimeTooSkewed',
    doc: ERRORS,
    run: async (t) =>
      isError(
        await t.raw({ method: 'GET', path: `/${t.bucket}`, date: minutes(16) }),
        403,
        'RequestTimeTooSkewed',
      ),
  },
  {
    name: 'a clock 14 minutes off is accepted',
    doc: ERRORS,
    run: async (t) =>
      isOk(await t.raw({ method: 'HEAD', path: `/${t.bucket}`, date: minutes(-14) })),
  },
  {
    name: 'a scope of another region is AuthorizationHeaderMalformed',
    run: async (t) =>
      isError(
        await t.raw({ method: 'GET', path: `/${t.bucket}`, region: 'xx-nowhere-1' }),
        400,
        'AuthorizationHeaderMalformed',
      ),
  },
  {
    name: 'a scope of another service is AuthorizationHeaderMalformed',
    run: async (t) =>
      isError(
        await t.raw({ method: 'GET', path: `/${t.bucket}`, service: 'ec2' }),
        400,
        'AuthorizationHeaderMalformed',
      ),
  },
  {
    name: 'an x-amz header that was not signed is AccessDenied',
    doc: HEADER_AUTH,
    run: async (t) =>
      isError(
        await t.raw({
          method: 'PUT',
          path: t.path(t.newKey().Key),
          unsignedHeaders: { 'x-amz-meta-smuggled': 'yes' },
        }),
        403,
        'AccessDenied',
      ),
  },
  {
    name: 'a signed header that is not sent is SignatureDoesNotMatch',
    run: async (t) =>
      isError(
        await t.raw({
          method: 'PUT',
          path: t.path(t.newKey().Key),
          unsentHeaders: { 'content-type': 'text/plain' },
        }),
        403,
        'SignatureDoesNotMatch',
      ),
  },
  {
    name: 'a body that does not match x-amz-content-sha256 is refused and leaves no object',
    doc: HEADER_AUTH,
    run: async (t) => {
      const path = t.path(t.newKey().Key);
      const put = await t.raw({ method: 'PUT', path, body: 'hello', payloadHash: '0'.repeat(64) });
      isError(put, 400, 'XAmzContentSHA256Mismatch');
      isError(await t.raw({ method: 'GET', path }), 404, 'NoSuchKey');
    },
  },
  {
    name: 'an x-amz-content-sha256 that is neither a digest nor a literal is refused',
    run: async (t) => {
      const path = t.path(t.newKey().Key);
      isError(await t.raw({ method: 'PUT', path, payloadHash: 'sha256' }), 400, 'InvalidArgument');
    },
  },
  {
    name: 'UNSIGNED-PAYLOAD is accepted in the header form',
    doc: HEADER_AUTH,
    run: async (t) => {
      const path = t.path(t.newKey().Key);
      isOk(await t.raw({ method: 'PUT', path, body: 'x', payloadHash: 'UNSIGNED-PAYLOAD' }));
    },
  },
  {
    name: 'signature version 2 is refused',
    run: async (t) =>
      isError(
        await t.raw({
          method: 'GET',
          path: `/${t.bucket}`,
          sign: 'none',
          headers: { authorization: 'AWS key:c2lnbmF0dXJl', date: new Date().toUTCString() },
        }),
        400,
        'InvalidRequest',
      ),
  },
  {
    name: 'a header and a query signature together are refused',
    run: async (t) =>
      isError(
        await t.raw({
          method: 'GET',
          path: `/${t.bucket}`,
          sign: 'query',
          unsignedHeaders: { authorization: 'AWS4-HMAC-SHA256 Credential=x' },
        }),
        400,
        'InvalidArgument',
      ),
  },
  ...[
    '//',
    'a//b',
    './a',
    'a/./b',
    'a/../b',
    'a/',
    'ü/€ 😀',
    'a+b c',
    '100%',
    "!'()*~-_.",
    'q?x=1&y#z',
    'NUL \u0000 and \u0001 tab \t',
  ].map(
    (suffix): Check => ({
      name: `the key ${JSON.stringify(`x/${suffix}`)} is signed and stored as it is`,
      doc: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html',
      run: async (t) => {
        const { Key } = t.newKey(suffix);
        const path = t.path(Key);
        isOk(await t.raw({ method: 'PUT', path, body: suffix }));
        const got = await t.raw({ method: 'GET', path });
        assert.deepEqual([got.status, got.text], [200, suffix]);
      },
    }),
  ),
];
