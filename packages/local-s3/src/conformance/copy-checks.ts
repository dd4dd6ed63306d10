import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { type Check, type CheckContext, fails, holds, isError, MIN_PART } from './check.ts';

const COPY = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html';
const PART_COPY = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html';
const DELETE = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html';
const ATTRIBUTES = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html';
const bytes = randomBytes(MIN_PART);

async function source(t: CheckContext) {
  const where = t.newKey('ä source+1');
  const put = {
    ...where,
    Body: bytes,
    ContentType: 'text/plain',
    Metadata: { a: '1' },
    Tagging: 'k=v',
  };
  await t.client.send(new PutObjectCommand(put));
  return { ...where, CopySource: t.path(where.Key) };
}

async function read(t: CheckContext, where: { Bucket: string; Key: string }): Promise<Buffer> {
  const { Bucket, Key } = where;
  const got = await t.client.send(new GetObjectCommand({ Bucket, Key }));
  return Buffer.from((await got.Body?.transformToByteArray()) ?? []);
}

const copies: readonly Check[] = [
  {
    name: 'CopyObject copies bytes, metadata and tags',
    doc: COPY,
    run: async (t) => {
      const { CopySource } = await source(t);
      const target = t.newKey();
      const { CopyObjectResult } = await t.client.send(
        new CopyObjectCommand({ ...target, CopySource }),
      );
      const got = await t.client.send(new GetObjectCommand(target));
      const body = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
      holds(bytes.equals(body));
      assert.deepEqual(
        [got.ContentType, got.Metadata, got.TagCount],
        ['text/plain', { a: '1' }, 1],
      );
      assert.equal(got.ETag, CopyObjectResult?.ETag);
    },
  },
  {
    name: 'CopyObject with REPLACE takes metadata and tags from the request',
    doc: COPY,
    run: async (t) => {
      const { CopySource } = await source(t);
      const target = t.newKey();
      const replace = { MetadataDirective: 'REPLACE', TaggingDirective: 'REPLACE' } as const;
      await t.client.send(
        new CopyObjectCommand({ ...target, CopySource, ...replace, Metadata: { b: '2' } }),
      );
      const got = await t.client.send(new GetObjectCommand(target));
      const body = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
      holds(bytes.equals(body));
      assert.deepEqual(
        [got.ContentType, got.Metadata, got.TagCount],
        ['binary/octet-stream', { b: '2' }, undefined],
      );
    },
  },
  {
    name: 'CopyObject onto itself without a change is InvalidRequest',
    doc: COPY,
    run: async (t) => {
      const from = await source(t);
      await fails(t.client.send(new CopyObjectCommand(from)), 'InvalidRequest', 400);
    },
  },
  {
    name: 'CopyObject of a missing object is NoSuchKey',
    doc: COPY,
    run: async (t) => {
      const copy = { ...t.newKey(), CopySource: t.path(t.newKey().Key) };
      await fails(t.client.send(new CopyObjectCommand(copy)), 'NoSuchKey', 404);
    },
  },
  {
    name: 'CopyObject whose condition on the source fails is PreconditionFailed',
    doc: COPY,
    run: async (t) => {
      const { CopySource } = await source(t);
      const copy = { ...t.newKey(), CopySource, CopySourceIfMatch: '"other"' };
      await fails(t.client.send(new CopyObjectCommand(copy)), 'PreconditionFailed', 412);
    },
  },
  {
    name: 'UploadPartCopy takes a whole object or a range of it',
    doc: PART_COPY,
    run: async (t) => {
      const { CopySource } = await source(t);
      const upload = await t.createUpload();
      const first = await t.client.send(
        new UploadPartCopyCommand({ ...upload, PartNumber: 1, CopySource }),
      );
      const CopySourceRange = 'bytes=10-19';
      const second = await t.client.send(
        new UploadPartCopyCommand({ ...upload, PartNumber: 2, CopySource, CopySourceRange }),
      );
      const { Parts } = await t.client.send(new ListPartsCommand(upload));
      assert.deepEqual(
        Parts?.map(({ Size }) => Size),
        [MIN_PART, 10],
      );
      const etags = [first, second].map(({ CopyPartResult }) => CopyPartResult?.ETag ?? '');
      await t.complete(
        upload,
        etags.map((ETag, i) => ({ PartNumber: i + 1, ETag })),
      );
      holds((await read(t, upload)).equals(Buffer.concat([bytes, bytes.subarray(10, 20)])));
    },
  },
  {
    name: 'UploadPartCopy of a range outside the source is refused',
    doc: PART_COPY,
    run: async (t) => {
      const { CopySource } = await source(t);
      const upload = await t.createUpload();
      const copy = { ...upload, PartNumber: 1, CopySource, CopySourceRange: `bytes=0-${MIN_PART}` };
      await fails(t.client.send(new UploadPartCopyCommand(copy)), [
        'InvalidArgument',
        'InvalidRange',
      ]);
    },
  },
];

const deletes: readonly Check[] = [
  {
    name: 'DeleteObjects deletes many, also those that are not there',
    doc: DELETE,
    run: async (t) => {
      const keys = [t.newKey('&<>').Key, t.newKey().Key, t.newKey().Key];
      for (const Key of keys.slice(0, 2)) {
        await t.client.send(new PutObjectCommand({ Bucket: t.bucket, Key, Body: 'x' }));
      }
      const Objects = keys.map((Key) => ({ Key }));
      const { Deleted, Errors = [] } = await t.client.send(
        new DeleteObjectsCommand({ Bucket: t.bucket, Delete: { Objects } }),
      );
      assert.deepEqual([Deleted?.map(({ Key }) => Key).sort(), Errors], [[...keys].sort(), []]);
      isError(await t.raw({ method: 'GET', path: t.path(keys[1] ?? '') }), 404, 'NoSuchKey');
    },
  },
  {
    name: 'quiet DeleteObjects lists no successes',
    doc: DELETE,
    run: async (t) => {
      const Delete = { Objects: [{ Key: t.newKey().Key }], Quiet: true };
      const { Deleted = [] } = await t.client.send(
        new DeleteObjectsCommand({ Bucket: t.bucket, Delete }),
      );
      assert.deepEqual(Deleted, []);
    },
  },
  {
    name: 'DeleteObjects of more than 1,000 keys is MalformedXML',
    doc: DELETE,
    run: async (t) => {
      const Objects = Array.from({ length: 1001 }, (_, i) => ({ Key: `${i}` }));
      const command = new DeleteObjectsCommand({ Bucket: t.bucket, Delete: { Objects } });
      await fails(t.client.send(command), 'MalformedXML', 400);
    },
  },
  {
    name: 'DeleteObjects without a digest of its body is InvalidRequest',
    doc: DELETE,
    run: async (t) => {
      const body = '<Delete><Object><Key>k</Key></Object></Delete>';
      const query = { delete: '' };
      isError(
        await t.raw({ method: 'POST', path: `/${t.bucket}`, query, body }),
        400,
        'InvalidRequest',
      );
    },
  },
];

const attributes: readonly Check[] = [
  {
    name: 'GetObjectAttributes gives size, ETag, checksum and storage class',
    doc: ATTRIBUTES,
    run: async (t) => {
      const where = t.newKey();
      const put = await t.client.send(
        new PutObjectCommand({ ...where, Body: 'hello', ChecksumAlgorithm: 'CRC32' }),
      );
      const ObjectAttributes = [
        'ETag',
        'Checksum',
        'ObjectSize',
        'StorageClass',
        'ObjectParts',
      ] as const;
      const got = await t.client.send(
        new GetObjectAttributesCommand({ ...where, ObjectAttributes: [...ObjectAttributes] }),
      );
      assert.deepEqual(
        [
          got.ObjectSize,
          got.StorageClass,
          `"${got.ETag}"`,
          got.Checksum?.ChecksumCRC32,
          got.ObjectParts,
        ],
        [5, 'STANDARD', put.ETag, put.ChecksumCRC32, undefined],
      );
    },
  },
  {
    name: 'GetObjectAttributes gives the parts of a multipart object, paged',
    doc: ATTRIBUTES,
    run: async (t) => {
      const upload = await t.createUpload();
      await t.complete(upload, await t.uploadParts(upload, [bytes, Buffer.from('last')]));
      const where = { Bucket: upload.Bucket, Key: upload.Key };
      const got = await t.client.send(
        new GetObjectAttributesCommand({
          ...where,
          ObjectAttributes: ['ObjectParts'],
          MaxParts: 1,
        }),
      );
      const { ObjectParts } = got;
      assert.deepEqual(
        [
          ObjectParts?.TotalPartsCount,
          ObjectParts?.IsTruncated,
          ObjectParts?.NextPartNumberMarker,
          got.ETag,
        ],
        [2, true, '1', undefined],
      );
      assert.deepEqual(
        ObjectParts?.Parts?.map(({ Size }) => Size),
        [MIN_PART],
      );
    },
  },
  {
    name: 'GetObjectAttributes with an unknown attribute is InvalidArgument',
    doc: ATTRIBUTES,
    run: async (t) => {
      const where = t.newKey();
      await t.client.send(new PutObjectCommand({ ...where, Body: 'x' }));
      const headers = { 'x-amz-object-attributes': 'Colour' };
      const get = { method: 'GET', path: t.path(where.Key), query: { attributes: '' }, headers };
      isError(await t.raw(get), 400, 'InvalidArgument');
    },
  },
];

/** Copies, deletions of many, and GetObjectAttributes. */
export const copyChecks: readonly Check[] = [...copies, ...deletes, ...attributes];
