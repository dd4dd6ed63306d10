import { strict as assert } from 'node:assert';
import {
  CompleteMultipartUploadCommand,
  HeadObjectCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type Check, fails, isError, isOk } from './check.ts';
import { base64, CALCULATE } from './checksum-values.ts';
import { bytes, small, uploadWithChecksums } from './upload-with-checksums.ts';

const UPLOADS =
  'https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html';

/** Checksums of completed uploads. */
export const multipartChecksumChecks: readonly Check[] = [
  ...(['CRC32', 'CRC32C', 'CRC64NVME'] as const).map(
    (algorithm): Check => ({
      name: `the FULL_OBJECT ${algorithm} of an upload is that of all its bytes`,
      doc: UPLOADS,
      run: async (t) => {
        const { upload, parts, field } = await uploadWithChecksums(t, algorithm, 'FULL_OBJECT');
        const value = base64(algorithm, Buffer.concat([bytes, small]));
        const complete = { ...upload, MultipartUpload: { Parts: parts } };
        const wrong = { ...complete, [field]: base64(algorithm, small) };
        await fails(t.client.send(new CompleteMultipartUploadCommand(wrong)), 'BadDigest', 400);
        const done = await t.client.send(
          new CompleteMultipartUploadCommand({
            ...complete,
            [field]: value,
            ChecksumType: 'FULL_OBJECT',
          }),
        );
        assert.deepEqual([done[field], done.ChecksumType], [value, 'FULL_OBJECT']);
        const head = await t.client.send(
          new HeadObjectCommand({
            Bucket: upload.Bucket,
            Key: upload.Key,
            ChecksumMode: 'ENABLED',
          }),
        );
        assert.deepEqual([head[field], head.ChecksumType], [value, 'FULL_OBJECT']);
      },
    }),
  ),
  ...(['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const).map(
    (algorithm): Check => ({
      name: `the COMPOSITE ${algorithm} of an upload is that of its parts' checksums, with their number`,
      doc: UPLOADS,
      run: async (t) => {
        const { upload, parts, field } = await uploadWithChecksums(t, algorithm, 'COMPOSITE');
        const done = await t.client.send(
          new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } }),
        );
        const calculate = CALCULATE[algorithm];
        const composite = calculate(Buffer.concat([calculate(bytes), calculate(small)]));
        assert.deepEqual(
          [done[field], done.ChecksumType],
          [`${composite.toString('base64')}-2`, 'COMPOSITE'],
        );
      },
    }),
  ),
  ...(
    [
      ['CRC64NVME', 'COMPOSITE'],
      ['SHA1', 'FULL_OBJECT'],
      ['SHA256', 'FULL_OBJECT'],
    ] as const
  ).map(
    ([ChecksumAlgorithm, ChecksumType]): Check => ({
      name: `${ChecksumAlgorithm} with ${ChecksumType} is InvalidRequest`,
      doc: UPLOADS,
      run: async (t) =>
        fails(t.createUpload({ ChecksumAlgorithm, ChecksumType }), 'InvalidRequest', 400),
    }),
  ),
  {
    name: 'Complete of a COMPOSITE upload without the checksum of a part is InvalidRequest',
    run: async (t) => {
      const { upload, parts } = await uploadWithChecksums(t, 'SHA256');
      const Parts = parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }));
      const complete = new CompleteMultipartUploadCommand({
        ...upload,
        MultipartUpload: { Parts },
      });
      await fails(t.client.send(complete), 'InvalidRequest', 400);
    },
  },
  {
    name: "Complete with a part's wrong checksum is InvalidPart",
    run: async (t) => {
      const { upload, parts } = await uploadWithChecksums(t, 'CRC32C');
      const ChecksumCRC32C = base64('CRC32C', Buffer.from('x'));
      const Parts = parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag, ChecksumCRC32C }));
      const complete = new CompleteMultipartUploadCommand({
        ...upload,
        MultipartUpload: { Parts },
      });
      await fails(t.client.send(complete), 'InvalidPart', 400);
    },
  },
  {
    name: 'Complete with another checksum type than declared is InvalidRequest',
    run: async (t) => {
      const { upload, parts } = await uploadWithChecksums(t, 'CRC32', 'FULL_OBJECT');
      const complete = {
        ...upload,
        MultipartUpload: { Parts: parts },
        ChecksumType: 'COMPOSITE' as const,
      };
      await fails(
        t.client.send(new CompleteMultipartUploadCommand(complete)),
        'InvalidRequest',
        400,
      );
    },
  },
  {
    name: 'a part without the checksum declared is refused if COMPOSITE, computed if FULL_OBJECT',
    run: async (t) => {
      const composite = await t.createUpload({ ChecksumAlgorithm: 'SHA256' });
      const part = { PartNumber: 1, Body: small };
      const put = new UploadPartCommand({ ...composite, ...part });
      await fails(t.client.send(put), 'InvalidRequest', 400);
      const full = await t.createUpload({ ChecksumAlgorithm: 'CRC64NVME' });
      await t.client.send(new UploadPartCommand({ ...full, ...part }));
      const { Parts } = await t.client.send(new ListPartsCommand(full));
      assert.equal(Parts?.[0]?.ChecksumCRC64NVME, base64('CRC64NVME', small));
    },
  },
  {
    name: 'a CRC on a part of an upload that declared none is verified',
    run: async (t) => {
      const upload = await t.createUpload();
      const part = { ...upload, PartNumber: 1, Body: small };
      const wrong = { ...part, ChecksumCRC32: base64('CRC32', Buffer.from('other')) };
      await fails(t.client.send(new UploadPartCommand(wrong)), 'BadDigest', 400);
      const right = { ...part, ChecksumCRC32: base64('CRC32', small) };
      const { ChecksumCRC32 } = await t.client.send(new UploadPartCommand(right));
      assert.equal(ChecksumCRC32, right.ChecksumCRC32);
    },
  },
  {
    name: 'with ChecksumMode a part of a COMPOSITE object has its checksum, one of FULL_OBJECT none',
    doc: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html',
    run: async (t) => {
      for (const type of ['COMPOSITE', 'FULL_OBJECT'] as const) {
        const { upload, parts } = await uploadWithChecksums(t, 'CRC32', type);
        const complete = { ...upload, MultipartUpload: { Parts: parts } };
        await t.client.send(new CompleteMultipartUploadCommand(complete));
        const where = { Bucket: upload.Bucket, Key: upload.Key, PartNumber: 2 };
        const head = await t.client.send(
          new HeadObjectCommand({ ...where, ChecksumMode: 'ENABLED' }),
        );
        const expected = type === 'COMPOSITE' ? base64('CRC32', small) : undefined;
        assert.deepEqual([head.ChecksumCRC32, head.ChecksumType], [expected, type]);
      }
    },
  },
  {
    name: 'a part with another algorithm than declared is InvalidRequest',
    run: async (t) => {
      const upload = await t.createUpload({ ChecksumAlgorithm: 'CRC32' });
      const part = { ...upload, PartNumber: 1, Body: small, ChecksumSHA1: base64('SHA1', small) };
      await fails(t.client.send(new UploadPartCommand(part)), 'InvalidRequest', 400);
    },
  },
  {
    name: 'CreateMultipartUpload returns the checksum algorithm and type',
    run: async (t) => {
      const query = { uploads: '' };
      const headers = { 'x-amz-checksum-algorithm': 'CRC64NVME' };
      const answer = await t.raw({ method: 'POST', path: t.path(t.newKey().Key), query, headers });
      isOk(answer);
      assert.equal(answer.headers['x-amz-checksum-algorithm'], 'CRC64NVME');
      assert.equal(answer.headers['x-amz-checksum-type'], 'FULL_OBJECT');
    },
  },
  {
    name: 'CreateMultipartUpload with an unknown algorithm is InvalidRequest',
    run: async (t) => {
      const headers = { 'x-amz-checksum-algorithm': 'CRC16' };
      const query = { uploads: '' };
      isError(
        await t.raw({ method: 'POST', path: t.path(t.newKey().Key), query, headers }),
        400,
        'InvalidRequest',
      );
    },
  },
];
