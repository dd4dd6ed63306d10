import { strict as assert } from 'node:assert';
import { createHash, randomBytes } from 'node:crypto';
import {
  type ChecksumAlgorithm,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  type UploadPartCommandOutput,
} from '@aws-sdk/client-s3';
import { createCRC32, createCRC64 } from 'hash-wasm';
import { type Check, type CheckContext, fails, isError, isOk, MIN_PART } from './check.ts';

const INTEGRITY =
  'https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html';
const UPLOADS =
  'https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html';

type Field = `Checksum${(typeof ALGORITHMS)[number]}`;
const ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;

const crc32 = await createCRC32();
const crc32c = await createCRC32(0x82f63b78);
const crc64 = await createCRC64('9a6c9329ac4bc9b5');
const CALCULATE: Record<(typeof ALGORITHMS)[number], (data: Buffer) => Buffer> = {
  CRC32: (data) => Buffer.from(crc32.init().update(data).digest('binary')),
  CRC32C: (data) => Buffer.from(crc32c.init().update(data).digest('binary')),
  CRC64NVME: (data) => Buffer.from(crc64.init().update(data).digest('binary')),
  SHA1: (data) => createHash('sha1').update(data).digest(),
  SHA256: (data) => createHash('sha256').update(data).digest(),
};
const base64 = (algorithm: (typeof ALGORITHMS)[number], data: Buffer) =>
  CALCULATE[algorithm](data).toString('base64');

const md5 = (text: string) => createHash('md5').update(text).digest('base64');
const bytes = randomBytes(MIN_PART);
const small = Buffer.from('123456789');

async function uploadWithChecksums(
  t: CheckContext,
  algorithm: (typeof ALGORITHMS)[number],
  type?: 'COMPOSITE' | 'FULL_OBJECT',
) {
  const ChecksumAlgorithm: ChecksumAlgorithm = algorithm;
  const upload = await t.createUpload({ ChecksumAlgorithm, ...(type && { ChecksumType: type }) });
  const field: Field = `Checksum${algorithm}`;
  const parts: CompletedPart[] = [];
  for (const [i, Body] of [bytes, small].entries()) {
    const value = base64(algorithm, Body);
    const answer: UploadPartCommandOutput = await t.client.send(
      new UploadPartCommand({ ...upload, PartNumber: i + 1, Body, [field]: value }),
    );
    assert.equal(answer[field], value);
    parts.push({ PartNumber: i + 1, ETag: answer.ETag, [field]: value });
  }
  return { upload, parts, field };
}

const perAlgorithm: readonly Check[] = ALGORITHMS.flatMap((algorithm): Check[] => {
  const field: Field = `Checksum${algorithm}`;
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

const completing: readonly Check[] = [
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
    name: 'a part with another algorithm than declared is InvalidRequest',
    run: async (t) => {
      const upload = await t.createUpload({ ChecksumAlgorithm: 'CRC32' });
      const part = { ...upload, PartNumber: 1, Body: small, ChecksumSHA1: base64('SHA1', small) };
      await fails(t.client.send(new UploadPartCommand(part)), 'InvalidRequest', 400);
    },
  },
  {
    name: 'CreateMultipartUpload answers the checksum algorithm and type',
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

const digests: readonly Check[] = [
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

/** Checksums of parts and objects. */
export const checksumChecks: readonly Check[] = [...perAlgorithm, ...completing, ...digests];
