import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { type Check, holds, isOk } from './check.ts';
import { post } from './post-form.ts';

const POLICY = 'https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html';
const FORM = 'https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html';

/** Forms that S3 accepts. */
export const postObjectChecks: readonly Check[] = [
  {
    name: 'a presigned POST stores its file and gets 204',
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
    name: 'a presigned POST accepts an empty file',
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
    name: 'success_action_status 201 returns the object',
    doc: FORM,
    run: async (t) => {
      const { Key } = t.newKey();
      const answer = await post(t, { fields: { key: Key, success_action_status: '201' } });
      isOk(answer, 201);
      holds(answer.text.includes(`<Key>${Key}</Key>`) && answer.text.includes('<PostResponse'));
    },
  },
  {
    name: 'success_action_redirect returns 303 with bucket, key and ETag',
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
    name: 'content-length-range includes both limits',
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
