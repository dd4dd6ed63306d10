import { PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import type { PresignedPart } from '@slipway/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../testing/adapters.ts';
import {
  BUCKET,
  MiB,
  putPart,
  startUploadStack,
  type UploadStack,
} from '../testing/upload-stack.ts';
import {
  complete,
  createUpload,
  objectExists,
  putParts,
  readObject,
  unfinishedKeys,
} from '../testing/uploads.ts';

const bytes = new Uint8Array(11 * MiB).fill(1); // Three parts.

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  beforeAll(async () => {
    stack = await startUploadStack({}, adapter);
  });
  afterAll(() => stack.close());
  beforeEach(() => {
    stack.forget();
  });

  test.each([[[1]], [[2]], [[3]], [[1, 3]], [[1, 2, 3]]])(
    'S11 with the parts %j skipped complete answers 409, and there is no object',
    async (skipped) => {
      const upload = await createUpload(stack, bytes);
      const sent = [1, 2, 3].filter((partNumber) => !skipped.includes(partNumber));
      await putParts(stack, upload, bytes, sent);
      const { status, body } = await stack.call('complete', { uploads: [{ token: upload.token }] });
      expect([status, body.error.code]).toEqual([409, 'parts-missing']);
      expect(body.uploads[0].error.partNumbers).toEqual(skipped);
      expect(stack.operations()).not.toContain('CompleteMultipartUpload');
      expect(await objectExists(stack, upload.objectKey)).toBe(false);
    },
  );

  test('S11 with one part more complete answers 409, and there is no object', async () => {
    const upload = await createUpload(stack, bytes);
    await putParts(stack, upload, bytes);
    // No presigned URL accepts it. Only the holder of the bucket's keys can do this.
    const uploadId = new URL(upload.parts[0]?.url ?? '').searchParams.get('uploadId') ?? '';
    const part = { Bucket: BUCKET, Key: upload.objectKey, UploadId: uploadId };
    await stack.client.send(
      new UploadPartCommand({ ...part, PartNumber: 4, Body: bytes.slice(0, 10) }),
    );
    stack.forget();
    const { status, body } = await stack.call('complete', { uploads: [{ token: upload.token }] });
    expect([status, body.error.code]).toEqual([409, 'parts-missing']);
    expect(stack.operations()).not.toContain('CompleteMultipartUpload');
    expect(await objectExists(stack, upload.objectKey)).toBe(false);
  });

  test('S11 with a part of which the browser names another ETag complete answers 409', async () => {
    const upload = await createUpload(stack, bytes);
    const etags = await putParts(stack, upload, bytes);
    const forged = etags.with(1, { partNumber: 2, etag: '"0"' });
    const { status } = await stack.call('complete', {
      uploads: [{ token: upload.token, etags: forged }],
    });
    expect(status).toBe(409);
    expect(await objectExists(stack, upload.objectKey)).toBe(false);
  });

  test.each([
    '0',
    '-1',
    '4',
    '10001',
    '1.5',
    '"5abc"',
    '"1"',
    'NaN',
    'null',
    '1e400',
    '-0.1',
    '[1]',
    '{}',
    'true',
  ])('S12 the part number %s answers 400, and S3 sees nothing', async (partNumber) => {
    const { token } = await createUpload(stack, bytes);
    stack.forget();
    const part = `{"partNumber":${partNumber}}`;
    const file = '"name":"a","size":11534336,"type":"","partSize":5242880';
    const isBeyond = partNumber === '4';
    for (const [route, body] of [
      ['presign', `{"uploads":[{"token":"${token}","parts":[${part}]}]}`],
      ['create', `{"files":[{${file},"parts":[${part}]}]}`],
      [
        'complete',
        `{"uploads":[{"token":"${token}","etags":[{"partNumber":${partNumber},"etag":"\\"0\\""}]}]}`,
      ],
    ] as const) {
      // S11 covers the ETag of a part beyond the plan, as one that does not match.
      if (route === 'complete' && isBeyond) continue;
      const answer = await stack.call(route, body);
      expect([route, answer.status, answer.body.error.code]).toEqual([
        route,
        400,
        'invalid-request',
      ]);
    }
    expect(stack.operations()).toEqual([]);
  });

  describe('S14 where the key of a victim is', () => {
    const victim = new Uint8Array(11 * MiB).fill(9); // The same size, so only the nonce differs.
    let fixed: UploadStack;
    beforeEach(async () => {
      fixed = await startUploadStack({ objectKey: () => 'shared/report.bin' }, adapter);
    });
    afterEach(() => fixed.close());

    const place = (content: Uint8Array) =>
      fixed.client.send(
        new PutObjectCommand({ Bucket: BUCKET, Key: 'shared/report.bin', Body: content }),
      );

    test.each(['before', 'after'])(
      'S14 %s the upload began: its parts are no success',
      async (when) => {
        if (when === 'before') await place(victim);
        const upload = await createUpload(fixed, bytes);
        await putParts(fixed, upload, bytes);
        if (when === 'after') await place(victim);
        const { status, body } = await fixed.call('complete', {
          uploads: [{ token: upload.token }],
        });
        expect([status, body.error.code]).toEqual([409, 'name-taken']);
        expect((await readObject(fixed, upload.objectKey)).equals(victim)).toBe(true);
        expect(await unfinishedKeys(fixed)).toEqual([]);
      },
    );

    test.each([[[]], [['post']]])(
      'S14 a small file does not replace it: accepts %j',
      async (accepts) => {
        const small = victim.slice(0, 10);
        await place(small);
        const file = { name: 'a', size: 10, type: '', partSize: 5 * MiB, integrity: 'none' };
        const { body } = await fixed.call('create', {
          files: [{ ...file, parts: [{ partNumber: 1 }] }],
          accepts,
        });
        const [{ token, parts }] = body.uploads;
        expect((await putPart(parts[0] as PresignedPart, bytes.slice(0, 10))).status).toBe(412);
        const answer = await fixed.call('complete', { uploads: [{ token }] });
        expect([answer.status, answer.body.error.code]).toEqual([409, 'name-taken']);
        expect((await readObject(fixed, 'shared/report.bin')).equals(small)).toBe(true);
      },
    );

    test('S14 aborting does not delete it', async () => {
      await place(victim.slice(0, 10));
      const { token } = await createUpload(fixed, bytes.slice(0, 10));
      expect((await fixed.call('abort', { uploads: [{ token }] })).status).toBe(200);
      expect(await objectExists(fixed, 'shared/report.bin')).toBe(true);
    });

    test('S14 two uploads of one key: the first is stored, the second told so', async () => {
      const uploads = [await createUpload(fixed, bytes), await createUpload(fixed, victim)];
      const [mine, theirs] = uploads;
      if (mine) await putParts(fixed, mine, bytes);
      if (theirs) await putParts(fixed, theirs, victim);
      expect((await complete(fixed, { token: mine?.token })).object.size).toBe(bytes.length);
      expect((await complete(fixed, { token: theirs?.token })).error.code).toBe('name-taken');
      expect((await readObject(fixed, 'shared/report.bin')).equals(bytes)).toBe(true);
    });
  });
});
