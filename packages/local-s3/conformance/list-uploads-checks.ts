import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
} from '@aws-sdk/client-s3';
import { type Check, holds, isError, isOk, MIN_PART } from './check.ts';

const LIST_PARTS = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html';
const LIST_UPLOADS =
  'https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html';

const bytes = randomBytes(MIN_PART);
const small = Buffer.from('last');

/** ListParts and ListMultipartUploads. */
export const listUploadsChecks: readonly Check[] = [
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
    name: 'ListMultipartUploads rolls up keys after a delimiter',
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
    name: 'HeadObject with a part number returns that part and the number of parts',
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
