import { strict as assert } from 'node:assert';
import { createHash, randomBytes } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type Check, type CheckContext, fails, holds, isError, isOk, MIN_PART } from './check.ts';

const COMPLETE = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html';
const UPLOAD_PART = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html';
const LIMITS = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html';
const LIST_PARTS = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html';
const LIST_UPLOADS =
  'https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html';
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

const completing: readonly Check[] = [
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
    name: 'the answer to Complete holds Location, Bucket, Key and ETag',
    doc: COMPLETE,
    run: async (t) => {
      const upload = await t.createUpload();
      const answer = await t.complete(upload, await t.uploadParts(upload, [small]));
      assert.deepEqual([answer.Bucket, answer.Key], [upload.Bucket, upload.Key]);
      holds(answer.Location?.includes(upload.Bucket) && answer.ETag);
    },
  },
  {
    name: 'a repeated Complete is answered like the first',
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
    name: 'Complete with only some of the parts makes an object of those',
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
    name: 'a part uploaded twice counts as uploaded last',
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

const parts: readonly Check[] = [
  ...['0', '10001', '-1', '1.5', '5abc', ''].map(
    (partNumber): Check => ({
      name: `UploadPart with partNumber=${partNumber} is InvalidArgument`,
      doc: LIMITS,
      run: async (t) => {
        const upload = await t.createUpload();
        const query = { partNumber, uploadId: upload.UploadId };
        const put = { method: 'PUT', path: t.path(upload.Key), query, body: 'x' };
        isError(await t.raw(put), 400, 'InvalidArgument');
      },
    }),
  ),
  {
    name: 'parts 1 and 10000 are accepted',
    doc: LIMITS,
    run: async (t) => {
      const upload = await t.createUpload();
      for (const PartNumber of [1, 10_000]) {
        await t.client.send(new UploadPartCommand({ ...upload, PartNumber, Body: small }));
      }
    },
  },
  {
    name: 'UploadPart to an unknown upload is NoSuchUpload',
    doc: UPLOAD_PART,
    run: async (t) => {
      const part = { ...t.newKey(), UploadId: 'unknown', PartNumber: 1, Body: small };
      await fails(t.client.send(new UploadPartCommand(part)), 'NoSuchUpload', 404);
    },
  },
  {
    name: 'UploadPart with the upload ID of another key is NoSuchUpload',
    run: async (t) => {
      const { UploadId } = await t.createUpload();
      const part = { ...t.newKey(), UploadId, PartNumber: 1, Body: small };
      await fails(t.client.send(new UploadPartCommand(part)), 'NoSuchUpload', 404);
    },
  },
  {
    name: 'after Abort, UploadPart, ListParts, Complete and Abort are NoSuchUpload',
    run: async (t) => {
      const upload = await t.createUpload();
      const done = await t.uploadParts(upload, [small]);
      await t.client.send(new AbortMultipartUploadCommand(upload));
      const part = { ...upload, PartNumber: 1, Body: small };
      await fails(t.client.send(new UploadPartCommand(part)), 'NoSuchUpload', 404);
      await fails(t.client.send(new ListPartsCommand(upload)), 'NoSuchUpload', 404);
      await fails(t.complete(upload, done), 'NoSuchUpload', 404);
      await fails(t.client.send(new AbortMultipartUploadCommand(upload)), 'NoSuchUpload', 404);
    },
  },
  {
    name: 'after Complete, UploadPart and ListParts are NoSuchUpload',
    run: async (t) => {
      const upload = await t.createUpload();
      await t.complete(upload, await t.uploadParts(upload, [small]));
      const part = { ...upload, PartNumber: 1, Body: small };
      await fails(t.client.send(new UploadPartCommand(part)), 'NoSuchUpload', 404);
      await fails(t.client.send(new ListPartsCommand(upload)), 'NoSuchUpload', 404);
    },
  },
  {
    name: 'UploadPart without a length is MissingContentLength',
    run: async (t) => {
      const upload = await t.createUpload();
      const put = {
        method: 'PUT',
        path: t.path(upload.Key),
        query: { partNumber: '1', uploadId: upload.UploadId },
        unsignedHeaders: { 'transfer-encoding': 'chunked' },
        payloadHash: 'UNSIGNED-PAYLOAD',
        body: 'x',
      };
      isError(await t.raw(put), 411, 'MissingContentLength');
    },
  },
  {
    name: 'a part announced as larger than 5 GiB is EntityTooLarge',
    doc: LIMITS,
    run: async (t) => {
      const upload = await t.createUpload();
      const put = {
        method: 'PUT',
        path: t.path(upload.Key),
        query: { partNumber: '1', uploadId: upload.UploadId },
        headers: { expect: '100-continue', 'content-length': String(5 * 1024 ** 3 + 1) },
        payloadHash: 'UNSIGNED-PAYLOAD',
      };
      isError(await t.raw(put), 400, 'EntityTooLarge');
    },
  },
];

const lists: readonly Check[] = [
  {
    name: 'ListParts pages by max-parts and part-number-marker',
    doc: LIST_PARTS,
    run: async (t) => {
      const upload = await t.createUpload();
      await t.uploadParts(upload, [small, small, small]);
      const first = await t.client.send(new ListPartsCommand({ ...upload, MaxParts: 2 }));
      assert.deepEqual(
        first.Parts?.map((part) => part.PartNumber),
        [1, 2],
      );
      assert.deepEqual(
        [first.IsTruncated, first.NextPartNumberMarker, first.MaxParts],
        [true, '2', 2],
      );
      const PartNumberMarker = first.NextPartNumberMarker;
      const next = await t.client.send(new ListPartsCommand({ ...upload, PartNumberMarker }));
      assert.deepEqual(
        next.Parts?.map((part) => part.PartNumber),
        [3],
      );
      assert.deepEqual([next.IsTruncated, next.PartNumberMarker], [false, '2']);
    },
  },
  {
    name: 'ListParts gives number, size, ETag and time of each part',
    doc: LIST_PARTS,
    run: async (t) => {
      const upload = await t.createUpload();
      const [part] = await t.uploadParts(upload, [small]);
      const {
        Parts = [],
        StorageClass,
        Owner,
        Initiator,
      } = await t.client.send(new ListPartsCommand(upload));
      assert.deepEqual([Parts[0]?.PartNumber, Parts[0]?.Size, Parts[0]?.ETag], [1, 4, part?.ETag]);
      holds(Math.abs((Parts[0]?.LastModified?.getTime() ?? 0) - Date.now()) < 60_000);
      holds(StorageClass === 'STANDARD' && Owner?.ID && Initiator?.ID);
    },
  },
  {
    name: 'ListParts of an upload without parts is an empty list',
    run: async (t) => {
      const listed = await t.client.send(new ListPartsCommand(await t.createUpload()));
      assert.deepEqual([listed.Parts ?? [], listed.IsTruncated], [[], false]);
    },
  },
  {
    name: 'ListParts with a negative max-parts is InvalidArgument',
    run: async (t) => {
      const upload = await t.createUpload();
      const query = { uploadId: upload.UploadId, 'max-parts': '-1' };
      isError(
        await t.raw({ method: 'GET', path: t.path(upload.Key), query }),
        400,
        'InvalidArgument',
      );
    },
  },
  {
    name: 'ListMultipartUploads gives unfinished uploads by prefix, in order of key and age',
    doc: LIST_UPLOADS,
    run: async (t) => {
      const prefix = `${t.newKey().Key}/`;
      const made = [];
      for (const name of ['b', 'a', 'b']) made.push(await t.createUpload({ Key: prefix + name }));
      const { Uploads = [] } = await t.client.send(
        new ListMultipartUploadsCommand({ Bucket: t.bucket, Prefix: prefix }),
      );
      assert.deepEqual(
        Uploads.map(({ Key, UploadId }) => [Key, UploadId]),
        [made[1], made[0], made[2]].map((upload) => [upload?.Key, upload?.UploadId]),
      );
      await t.client.send(
        new AbortMultipartUploadCommand({
          ...made[0],
          Bucket: t.bucket,
          Key: `${prefix}b`,
          UploadId: made[0]?.UploadId,
        }),
      );
      const left = await t.client.send(
        new ListMultipartUploadsCommand({ Bucket: t.bucket, Prefix: prefix }),
      );
      assert.equal(left.Uploads?.length, 2);
    },
  },
  {
    name: 'ListMultipartUploads pages by key and upload ID markers without loss or repetition',
    doc: LIST_UPLOADS,
    run: async (t) => {
      const prefix = `${t.newKey().Key}/`;
      for (const name of ['b', 'a', 'b', 'c']) await t.createUpload({ Key: prefix + name });
      const seen: string[] = [];
      let KeyMarker: string | undefined;
      let UploadIdMarker: string | undefined;
      do {
        const page = await t.client.send(
          new ListMultipartUploadsCommand({
            Bucket: t.bucket,
            Prefix: prefix,
            MaxUploads: 1,
            KeyMarker,
            UploadIdMarker,
          }),
        );
        seen.push(...(page.Uploads ?? []).map(({ Key }) => Key?.slice(prefix.length) ?? ''));
        KeyMarker = page.IsTruncated ? page.NextKeyMarker : undefined;
        UploadIdMarker = page.NextUploadIdMarker;
      } while (KeyMarker !== undefined && seen.length < 9);
      assert.deepEqual(seen, ['a', 'b', 'b', 'c']);
    },
  },
  {
    name: 'ListMultipartUploads rolls keys up behind a delimiter',
    doc: LIST_UPLOADS,
    run: async (t) => {
      const prefix = `${t.newKey().Key}/`;
      for (const name of ['x/1', 'x/2', 'y']) await t.createUpload({ Key: prefix + name });
      const listed = await t.client.send(
        new ListMultipartUploadsCommand({ Bucket: t.bucket, Prefix: prefix, Delimiter: '/' }),
      );
      assert.deepEqual(
        listed.CommonPrefixes?.map(({ Prefix }) => Prefix),
        [`${prefix}x/`],
      );
      assert.deepEqual(
        listed.Uploads?.map(({ Key }) => Key),
        [`${prefix}y`],
      );
    },
  },
  {
    name: 'an unfinished upload is not an object',
    run: async (t) => {
      const upload = await t.createUpload();
      await t.uploadParts(upload, [small]);
      isError(await t.raw({ method: 'GET', path: t.path(upload.Key) }), 404, 'NoSuchKey');
    },
  },
  {
    name: 'HeadObject with a part number gives that part and their number',
    run: async (t) => {
      const upload = await t.createUpload();
      await t.complete(upload, await t.uploadParts(upload, [bytes, small]));
      const head = await t.client.send(
        new HeadObjectCommand({ Bucket: upload.Bucket, Key: upload.Key, PartNumber: 2 }),
      );
      assert.deepEqual([head.PartsCount, head.ContentLength], [2, 4]);
      const get = await t.raw({
        method: 'GET',
        path: t.path(upload.Key),
        query: { partNumber: '2' },
      });
      isOk(get, 206);
      assert.equal(get.text, 'last');
    },
  },
];

/** Multipart uploads. */
export const multipartChecks: readonly Check[] = [...completing, ...parts, ...lists];
