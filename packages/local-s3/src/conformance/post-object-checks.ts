import { strict as assert } from 'node:assert';
import { createHash, createHmac } from 'node:crypto';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { type Check, type CheckContext, holds, isError, isOk } from './check.ts';
import type { RawResponse } from './raw-request.ts';

const POLICY = 'https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html';
const FORM = 'https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html';
const hmac = (key: string | Buffer, text: string) =>
  createHmac('sha256', key).update(text).digest();

interface PostForm {
  /** Fields besides those of the signature. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Conditions besides those of the signature; by default one `eq` for each field. */
  readonly conditions?: readonly unknown[];
  readonly file?: string | Buffer;
  readonly fileName?: string;
  readonly expiresAt?: Date;
  readonly secretAccessKey?: string;
  /** Fields that stand in the form behind the file. */
  readonly afterFile?: Readonly<Record<string, string>>;
}

/** Builds, signs and sends a form as a browser would. */
function post(t: CheckContext, form: PostForm): Promise<RawResponse> {
  const { fields = {}, file = 'hello', fileName = 'photo.jpg', afterFile = {} } = form;
  const timestamp = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = timestamp.slice(0, 8);
  const credential = `${t.target.accessKeyId}/${day}/${t.target.region}/s3/aws4_request`;
  const signing = {
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': credential,
    'x-amz-date': timestamp,
  };
  const conditions =
    form.conditions ?? Object.entries(fields).map(([name, value]) => ({ [name]: value }));
  const document = {
    expiration: (form.expiresAt ?? new Date(Date.now() + 60_000)).toISOString(),
    conditions: [
      { bucket: t.bucket },
      ...Object.entries(signing).map(([name, value]) => ({ [name]: value })),
      ...conditions,
    ],
  };
  const policy = Buffer.from(JSON.stringify(document)).toString('base64');
  let key = hmac(`AWS4${form.secretAccessKey ?? t.target.secretAccessKey}`, day);
  for (const step of [t.target.region, 's3', 'aws4_request']) key = hmac(key, step);
  const all = {
    ...fields,
    ...signing,
    policy,
    'x-amz-signature': hmac(key, policy).toString('hex'),
  };
  const boundary = '----check7MA4YWxkTrZu0gW';
  const field = ([name, value]: [string, string]) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: image/jpeg\r\n\r\n`;
  const body = Buffer.concat([
    Buffer.from(Object.entries(all).map(field).join('') + head),
    Buffer.from(file),
    Buffer.from(`\r\n${Object.entries(afterFile).map(field).join('')}--${boundary}--\r\n`),
  ]);
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  return t.raw({ method: 'POST', path: `/${t.bucket}`, sign: 'none', headers, body });
}

const accepted: readonly Check[] = [
  {
    name: 'a presigned POST stores its file and is answered 204',
    doc: FORM,
    run: async (t) => {
      const { Bucket, Key } = t.newKey();
      const fields = {
        key: Key,
        'Content-Type': 'image/png',
        'x-amz-meta-nonce': 'n1',
        'Cache-Control': 'no-cache',
      };
      const file = Buffer.concat([
        Buffer.alloc(200_000, 7),
        Buffer.from('\r\n--not the boundary\r\n'),
      ]);
      const answer = await post(t, { fields, file });
      isOk(answer, 204);
      assert.equal(answer.headers.etag, `"${createHash('md5').update(file).digest('hex')}"`);
      const got = await t.client.send(new GetObjectCommand({ Bucket, Key }));
      holds(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(file));
      assert.deepEqual(
        [got.ContentType, got.Metadata, got.CacheControl],
        ['image/png', { nonce: 'n1' }, 'no-cache'],
      );
    },
  },
  {
    name: 'a presigned POST may carry a file of no bytes',
    run: async (t) => isOk(await post(t, { fields: { key: t.newKey().Key }, file: '' }), 204),
  },
  {
    name: 'the placeholder for the file name in the key is replaced',
    doc: FORM,
    run: async (t) => {
      const prefix = `${t.newKey().Key}/`;
      const conditions = [['starts-with', '$key', prefix]];
      isOk(
        await post(t, {
          fields: { key: `${prefix}\${filename}` },
          conditions,
          fileName: 'a b.jpg',
        }),
        204,
      );
      isOk(await t.raw({ method: 'HEAD', path: t.path(`${prefix}a b.jpg`) }));
    },
  },
  {
    name: 'success_action_status 201 is answered with the object',
    doc: FORM,
    run: async (t) => {
      const { Key } = t.newKey();
      const answer = await post(t, { fields: { key: Key, success_action_status: '201' } });
      isOk(answer, 201);
      holds(answer.text.includes(`<Key>${Key}</Key>`) && answer.text.includes('<PostResponse'));
    },
  },
  {
    name: 'success_action_redirect is answered 303 with bucket, key and ETag',
    doc: FORM,
    run: async (t) => {
      const { Key } = t.newKey();
      const answer = await post(t, {
        fields: { key: Key, success_action_redirect: 'https://example.com/done?x=1' },
      });
      isOk(answer, 303);
      const location = new URL(answer.headers.location ?? '');
      assert.deepEqual(
        [location.searchParams.get('x'), location.searchParams.get('key')],
        ['1', Key],
      );
    },
  },
  {
    name: 'content-length-range accepts its ends',
    doc: POLICY,
    run: async (t) => {
      const key = t.newKey().Key;
      const conditions = [{ key }, ['content-length-range', 5, 6]];
      isOk(await post(t, { fields: { key }, conditions, file: '12345' }), 204);
      isOk(await post(t, { fields: { key }, conditions, file: '123456' }), 204);
    },
  },
  {
    name: 'x-ignore- fields need no condition',
    doc: POLICY,
    run: async (t) => {
      const { Key: key } = t.newKey();
      isOk(await post(t, { fields: { key, 'x-ignore-me': '1' }, conditions: [{ key }] }), 204);
    },
  },
];

const refused: readonly Check[] = [
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
    name: 'fields behind the file are ignored',
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
      const fields = {
        key: t.newKey().Key,
        'x-amz-checksum-algorithm': 'SHA256',
        'x-amz-checksum-sha256': createHash('sha256').update('other').digest('base64'),
      };
      isError(await post(t, { fields }), 400, 'BadDigest');
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

/** Form uploads. */
export const postObjectChecks: readonly Check[] = [...accepted, ...refused];
