import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import {
  CopyObjectCommand,
  GetObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { type Check, type CheckContext, fails, holds, MIN_PART } from './check.ts';

const COPY = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html';
const PART_COPY = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html';
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

/** CopyObject and UploadPartCopy. */
export const copyChecks: readonly Check[] = [
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
