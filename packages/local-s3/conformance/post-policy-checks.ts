import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { type Check, isError, isOk } from './check.ts';
import { post } from './post-form.ts';

const POLICY = 'https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html';
const FORM = 'https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html';

/** Forms that S3 rejects because of their policy or their shape. */
export const postPolicyChecks: readonly Check[] = [
  ...(
    [
      [
        'a file larger than content-length-range',
        'EntityTooLarge',
        400,
        ['content-length-range', 1, 4],
      ],
      [
        'a file smaller than content-length-range',
        'EntityTooSmall',
        400,
        ['content-length-range', 6, 9],
      ],
      ['a field that an eq condition contradicts', 'AccessDenied', 403, ['eq', '$acl', 'private']],
      [
        'a field that a starts-with condition contradicts',
        'AccessDenied',
        403,
        ['starts-with', '$acl', 'bucket'],
      ],
      ['a condition on a field that is missing', 'AccessDenied', 403, { 'x-amz-meta-tenant': '7' }],
    ] as const
  ).map(
    ([what, code, status, condition]): Check => ({
      name: `a presigned POST with ${what} is ${code} and stores nothing`,
      doc: POLICY,
      run: async (t) => {
        const { Key: key } = t.newKey();
        const fields = { key, acl: 'public-read' };
        const conditions = [{ key }, ['starts-with', '$acl', ''], condition];
        isError(await post(t, { fields, conditions }), status, code);
        isError(await t.raw({ method: 'GET', path: t.path(key) }), 404, 'NoSuchKey');
      },
    }),
  ),
  {
    name: 'a presigned POST with a field that no condition covers is AccessDenied',
    doc: POLICY,
    run: async (t) => {
      const { Key: key } = t.newKey();
      const fields = { key, 'x-amz-meta-extra': 'smuggled' };
      isError(await post(t, { fields, conditions: [{ key }] }), 403, 'AccessDenied');
    },
  },
  {
    name: 'a presigned POST to another bucket than its policy names is AccessDenied',
    doc: POLICY,
    run: async (t) => {
      const { Key: key } = t.newKey();
      const conditions = [{ key }, { bucket: 'another-bucket' }];
      isError(await post(t, { fields: { key }, conditions }), 403, 'AccessDenied');
    },
  },
  {
    name: 'a presigned POST after its expiration is AccessDenied',
    doc: POLICY,
    run: async (t) => {
      const expiresAt = new Date(Date.now() - 1000);
      isError(await post(t, { fields: { key: t.newKey().Key }, expiresAt }), 403, 'AccessDenied');
    },
  },
  {
    name: 'a presigned POST signed with another secret is SignatureDoesNotMatch',
    run: async (t) => {
      const fields = { key: t.newKey().Key };
      isError(await post(t, { fields, secretAccessKey: 'wrong' }), 403, 'SignatureDoesNotMatch');
    },
  },
  {
    name: 'fields after the file are ignored',
    doc: FORM,
    run: async (t) => {
      const { Key: key } = t.newKey();
      isOk(await post(t, { fields: { key }, afterFile: { 'x-amz-meta-late': '1' } }), 204);
      const head = await t.raw({ method: 'HEAD', path: t.path(key) });
      assert.equal(head.headers['x-amz-meta-late'], undefined);
    },
  },
  {
    name: 'a presigned POST with a wrong Content-MD5 field is BadDigest',
    run: async (t) => {
      const fields = {
        key: t.newKey().Key,
        'Content-MD5': createHash('md5').update('other').digest('base64'),
      };
      isError(await post(t, { fields }), 400, 'BadDigest');
    },
  },
  {
    name: 'a presigned POST with a wrong checksum field is BadDigest',
    run: async (t) => {
      const { Key: key } = t.newKey();
      const fields = {
        key,
        'x-amz-checksum-algorithm': 'SHA256',
        'x-amz-checksum-sha256': createHash('sha256').update('hello').digest('base64'),
      };
      isOk(await post(t, { fields, file: 'hello' }), 204);
      // The same form with other bytes of the same size does not replace the object.
      isError(await post(t, { fields, file: 'olleh' }), 400, 'BadDigest');
      assert.equal((await t.raw({ method: 'GET', path: t.path(key) })).text, 'hello');
    },
  },
  {
    name: 'more than 20 KB of fields are MaxPostPreDataLengthExceeded',
    doc: FORM,
    run: async (t) => {
      const fields = { key: t.newKey().Key, 'x-ignore-long': 'x'.repeat(21_000) };
      isError(await post(t, { fields }), 400, 'MaxPostPreDataLengthExceeded');
    },
  },
  {
    name: 'a POST without a policy is AccessDenied',
    run: async (t) => {
      const headers = { 'content-type': 'multipart/form-data; boundary=b' };
      const body =
        '--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nk\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\nx\r\n--b--\r\n';
      isError(
        await t.raw({ method: 'POST', path: `/${t.bucket}`, sign: 'none', headers, body }),
        403,
        'AccessDenied',
      );
    },
  },
  {
    name: 'a POST cut short is refused and stores nothing',
    run: async (t) => {
      const headers = { 'content-type': 'multipart/form-data; boundary=b' };
      const body = '--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nk';
      isError(
        await t.raw({ method: 'POST', path: `/${t.bucket}`, sign: 'none', headers, body }),
        400,
        'MalformedPOSTRequest',
      );
    },
  },
];
