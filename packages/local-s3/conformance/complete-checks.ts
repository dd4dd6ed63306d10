import { strict as assert } from 'node:assert';
import { createHash, randomBytes } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { type Check, type CheckContext, fails, holds, isError, MIN_PART } from './check.ts';

const COMPLETE = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html';
const UPLOAD_PART = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html';
const LIMITS = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html';
const CONDITIONAL = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html';

const bytes = randomBytes(MIN_PART);
const small = Buffer.from('last');
const md5 = (data: Buffer) => createHash('md5').update(data).digest();

async function completeRaw(
  t: CheckContext,
  upload: { Key: string; UploadId: string },
  xml: string,
) {
  return t.raw({
    method: 'POST',
    path: t.path(upload.Key),
    query: { uploadId: upload.UploadId },
    body: xml,
  });
}

/** CompleteMultipartUpload. */
export const completeChecks: readonly Check[] = [
  {
    name: 'the ETag of a completed upload is the MD5 of the MD5s of its parts and their number',
    run: async (t) => {
      const upload = await t.createUpload();
      const parts = await t.uploadParts(upload, [bytes, small]);
      assert.equal(parts[1]?.ETag, `"${md5(small).toString('hex')}"`);
      const { ETag } = await t.complete(upload, parts);
      const expected = md5(Buffer.concat([md5(bytes), md5(small)])).toString('hex');
      assert.equal(ETag, `"${expected}-2"`);
      const got = await t.client.send(
        new GetObjectCommand({ Bucket: upload.Bucket, Key: upload.Key }),
      );
      const body = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
      holds(body.equals(Buffer.concat([bytes, small])));
    },
  },
  {
    name: 'the response to Complete has Location, Bucket, Key and ETag',
    doc: COMPLETE,
    run: async (t) => {
      const upload = await t.createUpload();
      const answer = await t.complete(upload, await t.uploadParts(upload, [small]));
      assert.deepEqual([answer.Bucket, answer.Key], [upload.Bucket, upload.Key]);
      holds(answer.Location?.includes(upload.Bucket) && answer.ETag);
    },
  },
  {
    name: 'a repeated Complete gets the same response as the first',
    doc: COMPLETE,
    run: async (t) => {
      const upload = await t.createUpload();
      const parts = await t.uploadParts(upload, [small]);
      const first = await t.complete(upload, parts);
      const second = await t.complete(upload, parts);
      assert.equal(second.ETag, first.ETag);
    },
  },
  {
    name: 'Complete with only some of the parts makes an object of these parts',
    doc: COMPLETE,
    run: async (t) => {
      const upload = await t.createUpload();
      const parts = await t.uploadParts(upload, [small, bytes, small]);
      await t.complete(upload, parts.slice(1));
      const head = await t.client.send(
        new HeadObjectCommand({ Bucket: upload.Bucket, Key: upload.Key }),
      );
      assert.equal(head.ContentLength, MIN_PART + small.length);
    },
  },
  {
    name: 'if a part is uploaded twice, the last upload counts',
    doc: UPLOAD_PART,
    run: async (t) => {
      const upload = await t.createUpload();
      const [first] = await t.uploadParts(upload, [bytes]);
      const again = await t.uploadParts(upload, [small]);
      holds(first);
      await fails(t.complete(upload, [first]), 'InvalidPart', 400);
      await t.complete(upload, again);
    },
  },
  {
    name: 'a part under 5 MiB that is not the last is EntityTooSmall',
    doc: LIMITS,
    run: async (t) => {
      const upload = await t.createUpload();
      const parts = await t.uploadParts(upload, [bytes.subarray(1), small]);
      await fails(t.complete(upload, parts), 'EntityTooSmall', 400);
    },
  },
  {
    name: 'a wrong ETag in Complete is InvalidPart',
    doc: COMPLETE,
    run: async (t) => {
      const upload = await t.createUpload();
      await t.uploadParts(upload, [small]);
      const wrong = `"${'0'.repeat(32)}"`;
      await fails(t.complete(upload, [{ PartNumber: 1, ETag: wrong }]), 'InvalidPart', 400);
    },
  },
  {
    name: 'a part in Complete that was never uploaded is InvalidPart',
    doc: COMPLETE,
    run: async (t) => {
      const upload = await t.createUpload();
      const [part] = await t.uploadParts(upload, [bytes]);
      holds(part);
      await fails(t.complete(upload, [part, { ...part, PartNumber: 2 }]), 'InvalidPart', 400);
    },
  },
  {
    name: 'parts out of order are InvalidPartOrder',
    doc: COMPLETE,
    run: async (t) => {
      const upload = await t.createUpload();
      const parts = await t.uploadParts(upload, [bytes, bytes]);
      await fails(t.complete(upload, parts.reverse()), 'InvalidPartOrder', 400);
    },
  },
  {
    name: 'the same part twice is InvalidPartOrder',
    doc: COMPLETE,
    run: async (t) => {
      const upload = await t.createUpload();
      const [part] = await t.uploadParts(upload, [bytes]);
      holds(part);
      await fails(t.complete(upload, [part, part]), 'InvalidPartOrder', 400);
    },
  },
  {
    name: 'Complete without a part is MalformedXML',
    doc: COMPLETE,
    run: async (t) => {
      const upload = await t.createUpload();
      const xml = '<CompleteMultipartUpload></CompleteMultipartUpload>';
      isError(await completeRaw(t, upload, xml), 400, 'MalformedXML');
    },
  },
  ...[
    ['that is not XML', 'parts: 1'],
    ['cut short', '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber>'],
    ['with a DOCTYPE', '<!DOCTYPE x [<!ENTITY e "e">]><CompleteMultipartUpload/>'],
    ['of another kind', '<Delete/>'],
    [
      'with a part without ETag',
      '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>',
    ],
  ].map(
    ([what, xml = '']): Check => ({
      name: `Complete with a document ${what} is MalformedXML`,
      run: async (t) =>
        isError(await completeRaw(t, await t.createUpload(), xml), 400, 'MalformedXML'),
    }),
  ),
  {
    name: 'x-amz-mp-object-size that differs from the object is InvalidRequest',
    doc: COMPLETE,
    run: async (t) => {
      const upload = await t.createUpload();
      const Parts = await t.uploadParts(upload, [small]);
      const command = (MpuObjectSize: number) =>
        new CompleteMultipartUploadCommand({
          ...upload,
          MpuObjectSize,
          MultipartUpload: { Parts },
        });
      await fails(t.client.send(command(5)), 'InvalidRequest', 400);
      await t.client.send(command(4));
    },
  },
  {
    name: 'Complete with If-None-Match: * over an object is PreconditionFailed and changes nothing',
    doc: CONDITIONAL,
    run: async (t) => {
      const upload = await t.createUpload();
      const where = { Bucket: upload.Bucket, Key: upload.Key };
      const Parts = await t.uploadParts(upload, [small]);
      await t.client.send(new PutObjectCommand({ ...where, Body: 'first' }));
      const complete = { ...upload, MultipartUpload: { Parts } };
      const conditional = new CompleteMultipartUploadCommand({ ...complete, IfNoneMatch: '*' });
      await fails(t.client.send(conditional), 'PreconditionFailed', 412);
      const got = await t.client.send(new GetObjectCommand(where));
      assert.equal(await got.Body?.transformToString(), 'first');
      await t.client.send(new CompleteMultipartUploadCommand({ ...complete, IfMatch: got.ETag }));
    },
  },
];
