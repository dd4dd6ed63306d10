import { strict as assert } from 'node:assert';
import { createHash, randomBytes } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { type Check, fails, isError } from './check.ts';

const SSE_C =
  'https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html';
const small = Buffer.from('small');

function customerKey() {
  const key = randomBytes(32);
  return {
    SSECustomerAlgorithm: 'AES256',
    SSECustomerKey: key.toString('base64'),
    SSECustomerKeyMD5: createHash('md5').update(key).digest('base64'),
  };
}

/** Encryption with customer keys (SSE-C). */
export const customerKeyChecks: readonly Check[] = [
  {
    name: 'an object with a customer key is read only with that key',
    doc: SSE_C,
    run: async (t) => {
      const where = t.newKey();
      const key = customerKey();
      const put = await t.client.send(new PutObjectCommand({ ...where, ...key, Body: small }));
      assert.equal(put.SSECustomerKeyMD5, key.SSECustomerKeyMD5);
      // The ETag of such an object is not its MD5.
      assert.notEqual(put.ETag, `"${createHash('md5').update(small).digest('hex')}"`);
      const got = await t.client.send(new GetObjectCommand({ ...where, ...key }));
      assert.equal(await got.Body?.transformToString(), 'small');
      isError(await t.raw({ method: 'GET', path: t.path(where.Key) }), 400, 'InvalidRequest');
      const wrong = new GetObjectCommand({ ...where, ...customerKey() });
      await fails(t.client.send(wrong), 'AccessDenied', 403);
    },
  },
  {
    name: 'every part of an upload with a customer key needs that key',
    doc: SSE_C,
    run: async (t) => {
      const key = customerKey();
      const upload = await t.createUpload(key);
      const part = { ...upload, PartNumber: 1, Body: small };
      await fails(t.client.send(new UploadPartCommand(part)), 'InvalidRequest', 400);
      const wrong = new UploadPartCommand({ ...part, ...customerKey() });
      await fails(t.client.send(wrong), 'InvalidRequest', 400);
      const { ETag = '' } = await t.client.send(new UploadPartCommand({ ...part, ...key }));
      await t.complete(upload, [{ PartNumber: 1, ETag }]);
    },
  },
  {
    name: 'a customer key that does not match its MD5 is InvalidArgument',
    doc: SSE_C,
    run: async (t) => {
      const headers = {
        'x-amz-server-side-encryption-customer-algorithm': 'AES256',
        'x-amz-server-side-encryption-customer-key': customerKey().SSECustomerKey,
        'x-amz-server-side-encryption-customer-key-md5': customerKey().SSECustomerKeyMD5,
      };
      const put = { method: 'PUT', path: t.path(t.newKey().Key), headers, body: small };
      isError(await t.raw(put), 400, 'InvalidArgument');
    },
  },
  {
    name: 'a customer key for an object without one is InvalidRequest',
    doc: SSE_C,
    run: async (t) => {
      const where = t.newKey();
      await t.client.send(new PutObjectCommand({ ...where, Body: small }));
      const get = new GetObjectCommand({ ...where, ...customerKey() });
      await fails(t.client.send(get), 'InvalidRequest', 400);
    },
  },
];
