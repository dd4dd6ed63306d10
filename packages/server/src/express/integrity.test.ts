import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { CHECKSUMS, type CreatedUpload, type Integrity } from '@slipway/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crc32c } from '../../testing/crc32c.ts';
import { crc64nvme } from '../../testing/crc64nvme.ts';
import { MiB, putPart, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import {
  complete,
  createUpload,
  headObject,
  objectExists,
  partOf,
  putParts,
  readObject,
} from '../../testing/uploads.ts';

let stack: UploadStack;
beforeAll(async () => {
  stack = await startUploadStack();
});
afterAll(() => stack.close());

const digest = (algorithm: string) => (bytes: Uint8Array) =>
  createHash(algorithm).update(bytes).digest('base64');
const crcBase64 = (crc: number) => {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(crc);
  return value.toString('base64');
};
const checksumOf = {
  crc64nvme,
  crc32c: (bytes: Uint8Array) => crcBase64(crc32c(bytes)),
  crc32: (bytes: Uint8Array) => crcBase64(crc32(bytes)),
  sha256: digest('sha256'),
  sha1: digest('sha1'),
  md5: digest('md5'),
};
type Mode = keyof typeof checksumOf;
const modes = Object.keys(checksumOf) as Mode[];

const large = randomBytes(6 * MiB);
const small = randomBytes(1_000);

function createProtected(integrity: Mode, bytes: Uint8Array): Promise<CreatedUpload> {
  const count = Math.ceil(bytes.byteLength / (5 * MiB));
  const parts = Array.from({ length: count }, (_, i) => {
    const part = bytes.subarray(i * 5 * MiB, (i + 1) * 5 * MiB);
    return { partNumber: i + 1, checksum: checksumOf[integrity](part) };
  });
  return createUpload(stack, bytes, { integrity, parts });
}

function checkValue(mode: Mode): string {
  return Buffer.from(checksumOf[mode](Buffer.from('123456789')), 'base64').toString('hex');
}

test('the checksums of the tests are right', () => {
  expect(checkValue('crc64nvme')).toBe('ae8b14860a799888');
  expect(checkValue('crc32c')).toBe('e3069283');
  expect(checkValue('crc32')).toBe('cbf43926');
});

describe.each(modes)('integrity %s', (integrity) => {
  test.each([
    ['a multipart upload', large],
    ['a single PUT', small],
  ])('%s keeps its checksum from create to the object', async (_name, bytes) => {
    const upload = await createProtected(integrity, bytes);
    const etags = await putParts(stack, upload, bytes);
    const { object } = await complete(stack, { token: upload.token, etags });
    expect((await readObject(stack, object.objectKey)).equals(bytes)).toBe(true);
    if (integrity === 'md5') expect(object).not.toHaveProperty('checksum');
    else expect(object.checksum).toMatch(/^[A-Za-z0-9+/]+=*(?:-2)?$/);
  });

  test.each([
    ['a part', large],
    ['a single PUT', small],
  ])('%s with other bytes or without its checksum is refused', async (_name, bytes) => {
    const upload = await createProtected(integrity, bytes);
    const [part] = upload.parts;
    if (!part) throw new Error('No part was presigned.');
    const other = partOf(upload, bytes, 1);
    other[0] = (other[0] ?? 0) ^ 1;
    expect(await putPart(part, other)).toMatchObject({ status: 400 });
    const { [CHECKSUMS[integrity].header]: _, ...headers } = part.headers;
    const bare = await putPart({ ...part, headers }, other);
    expect([400, 403]).toContain(bare.status);
    expect(await objectExists(stack, upload.objectKey)).toBe(false);
  });
});

describe('the checksum of the whole file', () => {
  test.each(['crc64nvme', 'crc32c', 'crc32'] as const)(
    'is sent with complete in %s, and matches the object',
    async (integrity) => {
      const upload = await createProtected(integrity, large);
      await putParts(stack, upload, large);
      const checksum = checksumOf[integrity](large);
      const { object } = await complete(stack, { token: upload.token, checksum });
      expect(object.checksum).toBe(checksum);
      const stored = await headObject(stack, object.objectKey, integrity);
      expect(stored).toMatchObject({
        [`Checksum${integrity.toUpperCase()}`]: checksum,
        ChecksumType: 'FULL_OBJECT',
      });
    },
  );

  test.each(['sha256', 'sha1'] as const)('combines the parts’ in %s', async (integrity) => {
    const upload = await createProtected(integrity, large);
    await putParts(stack, upload, large);
    const ofParts = [1, 2].map((n) =>
      createHash(integrity)
        .update(partOf(upload, large, n))
        .digest(),
    );
    const expected = `${digest(integrity)(Buffer.concat(ofParts))}-2`;
    const { object } = await complete(stack, { token: upload.token });
    expect(object.checksum).toBe(expected);
    const stored = await headObject(stack, object.objectKey, integrity);
    expect(stored).toMatchObject({ ChecksumType: 'COMPOSITE' });
  });

  test('fails complete if it is of another file', async () => {
    const upload = await createProtected('crc64nvme', large);
    await putParts(stack, upload, large);
    const { token } = upload;
    const { error } = await complete(stack, { token, checksum: crc64nvme(small) });
    expect(error.code).toBe('checksum-mismatch');
    expect(await objectExists(stack, upload.objectKey)).toBe(false);
    const again = await complete(stack, { token, checksum: crc64nvme(large) });
    expect(again.object.size).toBe(large.byteLength);
  });

  test('fails complete of a single PUT if it is of another file', async () => {
    const upload = await createProtected('crc64nvme', small);
    await putParts(stack, upload, small);
    const { token } = upload;
    const { error } = await complete(stack, { token, checksum: crc64nvme(large) });
    expect(error.code).toBe('checksum-mismatch');
    const again = await complete(stack, { token, checksum: crc64nvme(small) });
    expect(again.object.checksum).toBe(crc64nvme(small));
  });
});

describe('a composite checksum', () => {
  test('is stored for crc32 if the owner asks for it', async () => {
    const composite = await startUploadStack({ object: { checksumType: 'COMPOSITE' } });
    try {
      const crcs = [0, 1].map((i) =>
        crcBase64(crc32(large.subarray(i * 5 * MiB, (i + 1) * 5 * MiB))),
      );
      const parts = crcs.map((checksum, i) => ({ partNumber: i + 1, checksum }));
      const upload = await createUpload(composite, large, { integrity: 'crc32', parts });
      const etags = await putParts(composite, upload, large);
      const checksum = crcBase64(crc32(large));
      const { object } = await complete(composite, { token: upload.token, etags, checksum });
      const ofParts = Buffer.concat(crcs.map((crc) => Buffer.from(crc, 'base64')));
      const expected = `${crcBase64(crc32(ofParts))}-2`;
      expect(object.checksum).toBe(expected);
      const stored = await headObject(composite, object.objectKey, 'crc32');
      expect(stored).toMatchObject({ ChecksumCRC32: expected, ChecksumType: 'COMPOSITE' });
    } finally {
      await composite.close();
    }
  });

  test('is refused for modes without one', async () => {
    const composite = await startUploadStack({ object: { checksumType: 'COMPOSITE' } });
    try {
      const file = {
        name: 'a',
        size: 6 * MiB,
        type: '',
        partSize: 5 * MiB,
        integrity: 'crc64nvme',
      };
      const { body } = await composite.call('create', { files: [file] });
      expect(body.uploads[0].error.message).toContain('not possible with integrity "crc64nvme"');
    } finally {
      await composite.close();
    }
  });
});

test('list parts returns the checksums of parts', async () => {
  const upload = await createProtected('crc64nvme', large);
  await putParts(stack, upload, large, [1]);
  const { body } = await stack.call('listParts', { token: upload.token });
  expect(body.parts[0].checksum).toBe(crc64nvme(partOf(upload, large, 1)));
});

test('by default, every part needs its CRC64NVME', async () => {
  const file = { name: 'a', size: 1, type: '', partSize: 5 * MiB };
  const checksum = crc64nvme(new Uint8Array(1));
  const { body } = await stack.call('create', {
    files: [
      { ...file, parts: [{ partNumber: 1, checksum }] },
      { ...file, parts: [{ partNumber: 1 }] },
    ],
  });
  expect(body.uploads[0].integrity).toBe('crc64nvme');
  expect(body.uploads[0].parts[0].headers).toMatchObject({ 'x-amz-checksum-crc64nvme': checksum });
  expect(body.uploads[1].error.message).toContain('crc64nvme checksum');
});

test('a browser cannot skip the policy’s integrity mode', async () => {
  const strict = await startUploadStack({ policy: { integrity: 'sha256' } });
  try {
    const file = { name: 'a', size: 1, type: '', partSize: 5 * MiB };
    const weaker: Integrity = 'none';
    const { body } = await strict.call('create', { files: [file, { ...file, integrity: weaker }] });
    expect(body.uploads[0].integrity).toBe('sha256');
    expect(body.uploads[1].error.code).toBe('invalid-request');
  } finally {
    await strict.close();
  }
});
