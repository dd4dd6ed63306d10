import { strict as assert } from 'node:assert';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type Check, isError, isOk } from './check.ts';

const QUERY_AUTH = 'https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html';
const minutes = (n: number) => new Date(Date.now() + n * 60_000);

/** Presigned URLs. */
export const sigv4QueryChecks: readonly Check[] = [
  {
    name: 'a presigned URL works without any other header',
    doc: QUERY_AUTH,
    run: async (t) => {
      const path = t.path(t.newKey().Key);
      isOk(await t.raw({ method: 'PUT', path, sign: 'query', body: 'hello' }));
      assert.equal((await t.raw({ method: 'GET', path, sign: 'query' })).text, 'hello');
    },
  },
  {
    name: 'an expired presigned URL is AccessDenied, "Request has expired"',
    doc: QUERY_AUTH,
    run: async (t) => {
      const response = await t.raw({
        method: 'GET',
        path: `/${t.bucket}`,
        sign: 'query',
        date: minutes(-5),
        expiresSeconds: 60,
      });
      isError(response, 403, 'AccessDenied');
      assert.match(response.text, /Request has expired/);
    },
  },
  {
    name: 'a presigned URL that is older than 15 minutes but not expired is accepted',
    doc: QUERY_AUTH,
    run: async (t) =>
      isOk(
        await t.raw({
          method: 'HEAD',
          path: `/${t.bucket}`,
          sign: 'query',
          date: minutes(-60),
          expiresSeconds: 7200,
        }),
      ),
  },
  {
    name: 'a presigned URL from the future is AccessDenied',
    run: async (t) =>
      isError(
        await t.raw({ method: 'GET', path: `/${t.bucket}`, sign: 'query', date: minutes(20) }),
        403,
        'AccessDenied',
      ),
  },
  ...(['604801', '-1', 'soon', '0'] as const).map(
    (expiresSeconds): Check => ({
      name: `X-Amz-Expires=${expiresSeconds} is AuthorizationQueryParametersError`,
      doc: QUERY_AUTH,
      run: async (t) =>
        isError(
          await t.raw({ method: 'GET', path: `/${t.bucket}`, sign: 'query', expiresSeconds }),
          400,
          'AuthorizationQueryParametersError',
        ),
    }),
  ),
  {
    name: 'X-Amz-Expires=604800, seven days, is accepted',
    doc: QUERY_AUTH,
    run: async (t) =>
      isOk(
        await t.raw({
          method: 'HEAD',
          path: `/${t.bucket}`,
          sign: 'query',
          expiresSeconds: 604_800,
        }),
      ),
  },
  ...['X-Amz-Date', 'X-Amz-Expires', 'X-Amz-SignedHeaders', 'X-Amz-Credential'].map(
    (name): Check => ({
      name: `a presigned URL without ${name} is AuthorizationQueryParametersError`,
      doc: QUERY_AUTH,
      run: async (t) => {
        const tamper = { [name]: undefined };
        isError(
          await t.raw({ method: 'GET', path: `/${t.bucket}`, sign: 'query', tamper }),
          400,
          'AuthorizationQueryParametersError',
        );
      },
    }),
  ),
  {
    name: 'a parameter added to a presigned URL is SignatureDoesNotMatch',
    run: async (t) => {
      const tamper = { prefix: 'secret/' };
      isError(
        await t.raw({
          method: 'GET',
          path: `/${t.bucket}`,
          query: { 'list-type': '2' },
          sign: 'query',
          tamper,
        }),
        403,
        'SignatureDoesNotMatch',
      );
    },
  },
  {
    name: 'a changed part number in a presigned URL is SignatureDoesNotMatch',
    run: async (t) => {
      const upload = await t.createUpload();
      const tamper = { partNumber: '2' };
      isError(
        await t.raw({
          method: 'PUT',
          path: t.path(upload.Key),
          query: { uploadId: upload.UploadId, partNumber: '1' },
          sign: 'query',
          tamper,
        }),
        403,
        'SignatureDoesNotMatch',
      );
    },
  },
  {
    name: 'another method than the presigned one is SignatureDoesNotMatch',
    run: async (t) => {
      const url = await getSignedUrl(t.client, new PutObjectCommand(t.newKey()));
      const response = await fetch(url);
      assert.equal(response.status, 403);
      assert.match(await response.text(), /SignatureDoesNotMatch/);
    },
  },
  {
    name: 'an x-amz header sent with a presigned URL that does not sign it is AccessDenied',
    run: async (t) =>
      isError(
        await t.raw({
          method: 'PUT',
          path: t.path(t.newKey().Key),
          sign: 'query',
          unsignedHeaders: { 'x-amz-acl': 'public-read' },
        }),
        403,
        'AccessDenied',
      ),
  },
  {
    name: 'a presigned content-length allows only exactly that length',
    run: async (t) => {
      const command = new PutObjectCommand({ ...t.newKey(), ContentLength: 5 });
      const url = await getSignedUrl(t.client, command);
      assert.equal((await fetch(url, { method: 'PUT', body: 'hell' })).status, 403);
      assert.equal((await fetch(url, { method: 'PUT', body: 'hello!' })).status, 403);
      assert.equal((await fetch(url, { method: 'PUT', body: 'hello' })).status, 200);
    },
  },
  {
    name: 'metadata hoisted into a presigned query is kept on the object',
    run: async (t) => {
      const path = t.path(t.newKey().Key);
      const query = { 'x-amz-meta-nonce': 'n 1' };
      isOk(await t.raw({ method: 'PUT', path, query, sign: 'query', body: 'x' }));
      const head = await t.raw({ method: 'HEAD', path });
      assert.equal(head.headers['x-amz-meta-nonce'], 'n 1');
    },
  },
  {
    name: 'metadata with a line break in a presigned query is refused',
    run: async (t) => {
      const path = t.path(t.newKey().Key);
      const query = { 'x-amz-meta-nonce': 'n\r\nset-cookie: x=1' };
      const put = await t.raw({ method: 'PUT', path, query, sign: 'query', body: 'x' });
      assert.equal(put.status, 400);
    },
  },
  {
    name: 'a checksum that is only in a presigned query is not verified',
    run: async (t) => {
      const path = t.path(t.newKey().Key);
      const query = { 'x-amz-checksum-crc32': 'AAAAAA==' };
      isOk(await t.raw({ method: 'PUT', path, query, sign: 'query', body: 'hello' }));
    },
  },
  {
    name: 'a session token for a permanent key is InvalidToken',
    run: async (t) =>
      isError(
        await t.raw({
          method: 'GET',
          path: `/${t.bucket}`,
          headers: { 'x-amz-security-token': 'made-up' },
        }),
        400,
        'InvalidToken',
      ),
  },
];
