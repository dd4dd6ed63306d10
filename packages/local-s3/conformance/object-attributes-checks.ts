import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { GetObjectAttributesCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { type Check, isError, MIN_PART } from './check.ts';

const ATTRIBUTES = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html';
const bytes = randomBytes(MIN_PART);

/** GetObjectAttributes. */
export const objectAttributesChecks: readonly Check[] = [
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
