import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { type CreatedUpload, type Integrity, type PresignedPart, ROUTES } from '@slipway/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../testing/adapters.ts';
import { crc64nvme } from '../testing/crc64nvme.ts';
import { MiB, putPart, startUploadStack, type UploadStack } from '../testing/upload-stack.ts';
import { complete, createUpload, objectExists, putParts } from '../testing/uploads.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const uploadIdOf = (url: string) =>
  encodeURIComponent(new URL(url).searchParams.get('uploadId') ?? '');

const digest = (algorithm: string) => (bytes: Uint8Array) =>
  createHash(algorithm).update(bytes).digest('base64');

/** Does not use the product's code. */
const CHECKSUMS: Readonly<Record<Exclude<Integrity, 'none' | 'crc32c'>, (bytes: Bytes) => string>> =
  {
    crc64nvme,
    crc32: (bytes) => {
      const value = Buffer.alloc(4);
      value.writeUInt32BE(crc32(bytes));
      return value.toString('base64');
    },
    sha256: digest('sha256'),
    sha1: digest('sha1'),
    md5: digest('md5'),
  };
const MODES = Object.entries(CHECKSUMS) as [keyof typeof CHECKSUMS, (bytes: Bytes) => string][];

/** Each way to send a file to S3: the file's size, what the browser accepts, and the modes of its checksum. */
const WAYS = [
  { way: 'a part', size: 6 * MiB, accepts: [], modes: MODES },
  { way: 'a PUT', size: 1_000, accepts: [], modes: MODES },
  {
    way: 'a form',
    size: 1_000,
    accepts: ['post'],
    modes: MODES.filter(([mode]) => mode === 'sha256'),
  },
];

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  beforeAll(async () => {
    stack = await startUploadStack({ smallFiles: 'post' }, adapter);
  });
  afterAll(() => stack.close());
  afterEach(() => stack.s3.setClockOffset(0));

  /** An upload whose URLs carry the checksums of these bytes. The first can carry a wrong checksum. */
  async function create(
    bytes: Bytes,
    accepts: readonly string[],
    integrity: keyof typeof CHECKSUMS,
    otherBytes?: Bytes,
  ): Promise<CreatedUpload & { first: PresignedPart; firstBytes: Bytes }> {
    const chunks = Array.from({ length: Math.ceil(bytes.length / (5 * MiB)) }, (_, i) =>
      bytes.slice(i * 5 * MiB, (i + 1) * 5 * MiB),
    );
    const parts = chunks.map((chunk, i) => ({
      partNumber: i + 1,
      checksum: CHECKSUMS[integrity]((i === 0 && otherBytes) || chunk),
    }));
    const file = { name: 'a.bin', type: '', size: bytes.length, partSize: 5 * MiB };
    const { body } = await stack.call('create', {
      files: [{ ...file, integrity, parts }],
      accepts,
    });
    const [upload] = body.uploads as [CreatedUpload];
    const [first] = upload.parts as [PresignedPart];
    expect(first.fields !== undefined).toBe(accepts.length > 0);
    return { ...upload, first, firstBytes: chunks[0] as Bytes };
  }

  /** S3 has neither an object nor a part of the upload. */
  async function holdsNothing({ token, objectKey }: CreatedUpload): Promise<void> {
    const { body } = await stack.call('listParts', { token });
    expect(body).toEqual({ status: 'unfinished', parts: [] });
    expect(await objectExists(stack, objectKey)).toBe(false);
  }

  describe.each(WAYS)('$way', ({ size, accepts, modes }) => {
    test.each([
      ['one byte more', 1],
      ['one byte less', -1],
      ['a hundred bytes more', 100],
      ['nothing at all', Number.NEGATIVE_INFINITY],
    ])('S09 with %s than promised is refused by S3', async (_name, more) => {
      const bytes = new Uint8Array(size);
      const wrong = new Uint8Array(Math.max(0, Math.min(size, 5 * MiB) + more));
      // The checksum matches the sent bytes, so only the size can fail.
      const upload = await create(bytes, accepts, 'sha256', wrong);
      const { status, text } = await putPart(upload.first, wrong);
      expect([400, 403]).toContain(status);
      expect(text).toMatch(/<Code>(SignatureDoesNotMatch|EntityTooLarge|EntityTooSmall)</);
      await holdsNothing(upload);
    });

    test.each(modes)(
      'S10 with other bytes of the same length is refused by S3: %s',
      async (mode, sum) => {
        const bytes = new Uint8Array(size).fill(1);
        const upload = await create(bytes, accepts, mode);
        const other = upload.firstBytes.with(7, 2);
        expect((await putPart(upload.first, other)).status).toBe(400);

        const value = sum(upload.firstBytes);
        const { headers, fields } = upload.first;
        const without = (all: Readonly<Record<string, string>>) =>
          Object.fromEntries(Object.entries(all).filter(([, text]) => text !== value));
        const forged = (all: Readonly<Record<string, string>>) =>
          Object.fromEntries(
            Object.entries(all).map(([name, text]) => [name, text === value ? sum(other) : text]),
          );
        for (const change of [without, forged]) {
          const part = {
            ...upload.first,
            headers: change(headers),
            ...(fields && { fields: change(fields) }),
          };
          expect(part).not.toEqual(upload.first);
          expect((await putPart(part, other)).status, change.name).toBe(403);
        }
        await holdsNothing(upload);
        expect((await putPart(upload.first, upload.firstBytes)).status).toBeLessThan(300);
      },
    );
  });

  test('S09 a part without a length of its own is refused by S3', async () => {
    const bytes = new Uint8Array(6 * MiB);
    const upload = await create(bytes, [], 'md5');
    const { url, headers } = upload.first;
    const body = new Blob([upload.firstBytes]).stream();
    const init: RequestInit & { duplex: 'half' } = { method: 'PUT', headers, body, duplex: 'half' };
    const { status } = await fetch(url, init);
    expect([403, 411]).toContain(status);
    await holdsNothing(upload);
  });

  test('S10 the URL of one part takes no other part, upload or object', async () => {
    const bytes = new Uint8Array(6 * MiB);
    const upload = await create(bytes, [], 'crc64nvme');
    const other = await create(bytes, [], 'crc64nvme');
    const { url } = upload.first;
    const urls = [
      url.replace('partNumber=1', 'partNumber=2'),
      url.replace(uploadIdOf(url), uploadIdOf(other.first.url)),
      url.replace(upload.objectKey, other.objectKey),
      url.replace('X-Amz-Expires=900', 'X-Amz-Expires=90000'),
      url.replace('content-length%3B', ''),
    ];
    for (const changed of urls) {
      expect(changed).not.toBe(url);
      const { status } = await putPart({ ...upload.first, url: changed }, upload.firstBytes);
      expect(status, changed).toBe(403);
    }
    await holdsNothing(upload);
    await holdsNothing(other);
  });

  describe('S13 the URL of a part', () => {
    const bytes = new Uint8Array(6 * MiB);

    test('S13 after Complete answers 404, and the object is as it was', async () => {
      const upload = await createUpload(stack, bytes);
      await putParts(stack, upload, bytes);
      const { object } = await complete(stack, { token: upload.token });
      const part = upload.parts[0] as PresignedPart;
      expect((await putPart(part, bytes.slice(0, 5 * MiB).fill(1))).status).toBe(404);
      expect((await complete(stack, { token: upload.token })).object).toEqual(object);
    });

    test('S13 after Abort answers 404', async () => {
      const upload = await createUpload(stack, bytes);
      await stack.call('abort', { uploads: [{ token: upload.token }] });
      const part = upload.parts[0] as PresignedPart;
      expect((await putPart(part, bytes.slice(0, 5 * MiB))).status).toBe(404);
      expect((await stack.call('complete', { uploads: [{ token: upload.token }] })).status).toBe(
        404,
      );
    });

    test('S13 after its expiry answers 403', async () => {
      const upload = await createUpload(stack, bytes);
      const part = upload.parts[0] as PresignedPart;
      stack.s3.setClockOffset((part.expiresInSeconds + 1) * 1_000);
      expect((await putPart(part, bytes.slice(0, 5 * MiB))).status).toBe(403);
      stack.s3.setClockOffset(0);
      await holdsNothing(upload);
    });

    test('S13 lives no longer than it says, and than the owner lets it', async () => {
      const { parts } = await createUpload(stack, bytes);
      for (const { url, expiresInSeconds } of parts) {
        expect(expiresInSeconds).toBe(900);
        expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('900');
      }
    });
  });

  test('S13 the URL of a small file is used once: the object it made cannot be replaced', async () => {
    const upload = await createUpload(stack, new Uint8Array(10));
    const part = upload.parts[0] as PresignedPart;
    expect((await putPart(part, new Uint8Array(10))).status).toBe(200);
    await complete(stack, { token: upload.token });
    expect((await putPart(part, new Uint8Array(10).fill(1))).status).toBe(412);
  });

  test('S13 no URL, form or token is in an address, a header or an answer to anybody else', async () => {
    const upload = await create(new Uint8Array(1_000), ['post'], 'sha256');
    const answer = await stack.call('listParts', { token: upload.token });
    const seen = JSON.stringify([answer.body, [...answer.headers]]);
    expect(seen).not.toContain(upload.token);
    expect(seen).not.toContain('X-Amz-Signature');
    for (const route of Object.values(ROUTES)) expect(route).not.toMatch(/[:*?]/);
  });
});
