import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type Check, fails, isError, isOk } from './check.ts';
import { ALGORITHMS, base64, type ChecksumField } from './checksum-values.ts';
import { bytes, small, uploadWithChecksums } from './upload-with-checksums.ts';

const INTEGRITY =
  'https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html';

const md5 = (text: string) => createHash('md5').update(text).digest('base64');

/** Each checksum algorithm on objects and parts. */
export const checksumChecks: readonly Check[] = ALGORITHMS.flatMap((algorithm): Check[] => {
  const field: ChecksumField = `Checksum${algorithm}`;
  return [
    {
      name: `PutObject verifies ${algorithm} and gives it back`,
      doc: INTEGRITY,
      run: async (t) => {
        const where = t.newKey();
        const value = base64(algorithm, small);
        const put = await t.client.send(
          new PutObjectCommand({ ...where, Body: small, [field]: value }),
        );
        assert.deepEqual([put[field], put.ChecksumType], [value, 'FULL_OBJECT']);
        const head = await t.client.send(
          new HeadObjectCommand({ ...where, ChecksumMode: 'ENABLED' }),
        );
        assert.equal(head[field], value);
        const plain = await t.client.send(new HeadObjectCommand(where));
        assert.equal(plain[field], undefined);
        const got = await t.client.send(
          new GetObjectCommand({ ...where, ChecksumMode: 'ENABLED' }),
        );
        assert.equal(got[field], value);
      },
    },
    {
      name: `PutObject with a wrong ${algorithm} is BadDigest and leaves no object`,
      doc: INTEGRITY,
      run: async (t) => {
        const where = t.newKey();
        const value = base64(algorithm, Buffer.from('other'));
        const put = new PutObjectCommand({ ...where, Body: small, [field]: value });
        await fails(t.client.send(put), 'BadDigest', 400);
        isError(await t.raw({ method: 'GET', path: t.path(where.Key) }), 404, 'NoSuchKey');
      },
    },
    {
      name: `UploadPart with a wrong ${algorithm} is BadDigest and leaves no part`,
      doc: INTEGRITY,
      run: async (t) => {
        const upload = await t.createUpload({ ChecksumAlgorithm: algorithm });
        const part = { ...upload, PartNumber: 1, Body: small, [field]: base64(algorithm, bytes) };
        await fails(t.client.send(new UploadPartCommand(part)), 'BadDigest', 400);
        const { Parts = [] } = await t.client.send(new ListPartsCommand(upload));
        assert.deepEqual(Parts, []);
      },
    },
    {
      name: `ListParts gives each part's ${algorithm}`,
      run: async (t) => {
        const { upload } = await uploadWithChecksums(t, algorithm);
        const listed = await t.client.send(new ListPartsCommand(upload));
        assert.equal(listed.ChecksumAlgorithm, algorithm);
        assert.deepEqual(
          listed.Parts?.map((part) => part[field]),
          [bytes, small].map((data) => base64(algorithm, data)),
        );
      },
    },
  ];
});

/** Content-MD5 and malformed checksums. */
export const digestChecks: readonly Check[] = [
  {
    name: 'a Content-MD5 that matches is accepted, one that does not is BadDigest',
    run: async (t) => {
      const path = t.path(t.newKey().Key);
      const put = (value: string) =>
        t.raw({ method: 'PUT', path, headers: { 'content-md5': value }, body: 'hello' });
      isError(await put(md5('other')), 400, 'BadDigest');
      isError(await t.raw({ method: 'GET', path }), 404, 'NoSuchKey');
      isOk(await put(md5('hello')));
    },
  },
  {
    name: 'a Content-MD5 that is not base64 of 16 bytes is InvalidDigest',
    run: async (t) => {
      const headers = { 'content-md5': 'abc' };
      isError(
        await t.raw({ method: 'PUT', path: t.path(t.newKey().Key), headers, body: 'x' }),
        400,
        'InvalidDigest',
      );
    },
  },
  {
    name: 'a checksum header with a value of the wrong length is InvalidRequest',
    run: async (t) => {
      const headers = { 'x-amz-checksum-crc32': 'AAA=' };
      isError(
        await t.raw({ method: 'PUT', path: t.path(t.newKey().Key), headers, body: 'x' }),
        400,
        'InvalidRequest',
      );
    },
  },
  {
    name: 'two checksum headers are InvalidRequest',
    run: async (t) => {
      const headers = {
        'x-amz-checksum-crc32': base64('CRC32', small),
        'x-amz-checksum-sha1': base64('SHA1', small),
      };
      isError(
        await t.raw({ method: 'PUT', path: t.path(t.newKey().Key), headers, body: small }),
        400,
        'InvalidRequest',
      );
    },
  },
  {
    name: 'x-amz-sdk-checksum-algorithm without a checksum is InvalidRequest',
    run: async (t) => {
      const headers = { 'x-amz-sdk-checksum-algorithm': 'CRC32' };
      isError(
        await t.raw({ method: 'PUT', path: t.path(t.newKey().Key), headers, body: small }),
        400,
        'InvalidRequest',
      );
    },
  },
  {
    name: 'a part put without a checksum gets a CRC64NVME, which ListParts does not show',
    doc: INTEGRITY,
    run: async (t) => {
      const upload = await t.createUpload();
      const part = await t.client.send(
        new UploadPartCommand({ ...upload, PartNumber: 1, Body: small }),
      );
      assert.equal(part.ChecksumCRC64NVME, base64('CRC64NVME', small));
      const { Parts } = await t.client.send(new ListPartsCommand(upload));
      assert.equal(Parts?.[0]?.ChecksumCRC64NVME, undefined);
    },
  },
  {
    name: 'an object put without a checksum gets a CRC64NVME',
    doc: INTEGRITY,
    run: async (t) => {
      const where = t.newKey();
      await t.client.send(new PutObjectCommand({ ...where, Body: small }));
      const head = await t.client.send(
        new HeadObjectCommand({ ...where, ChecksumMode: 'ENABLED' }),
      );
      assert.deepEqual(
        [head.ChecksumCRC64NVME, head.ChecksumType],
        [base64('CRC64NVME', small), 'FULL_OBJECT'],
      );
    },
  },
];
