import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ADAPTERS, type CommonOptions } from '../../testing/adapters.ts';
import { startApi } from '../../testing/api-server.ts';
import { offlineClient } from '../../testing/offline-s3.ts';
import { BUCKET, putPart, startUploadStack } from '../../testing/upload-stack.ts';
import { createUpload } from '../../testing/uploads.ts';

const bytes = randomBytes(100);
const ownKey: Partial<CommonOptions> = { objectKey: ({ name }) => `own/${name}` };

describe.each(ADAPTERS)('%s: the option s3Store', (adapter) => {
  const start = (options: Partial<CommonOptions>) =>
    startApi(offlineClient().client, BUCKET, options, adapter);

  test('makes browsers use MD5 on a store that knows no other checksum, unless the policy names a mode', async () => {
    for (const [options, integrity] of [
      [{}, undefined],
      [{ s3Store: 'r2' }, undefined],
      [{ s3Store: 'b2' }, 'md5'],
      [{ s3Store: 'b2', policy: { integrity: 'none' } }, 'none'],
    ] as const) {
      const api = await start(options);
      expect((await api.policy()).body.integrity).toBe(integrity);
      await api.close();
    }
  });

  test('refuses a store that does not exist', async () => {
    const s3Store = 'r3' as never;
    const stack = startUploadStack({ s3Store }, adapter);
    await expect(stack).rejects.toThrow('s3Store must be one of auto, aws, s3-express');
    const like = startUploadStack({ s3Store: { like: 'auto' as never } }, adapter);
    await expect(like).rejects.toThrow('s3Store.like must be one of aws, s3-express');
  });

  test('refuses to resume on any device where the store lists no uploads by prefix', async () => {
    const stack = startUploadStack({ s3Store: 'minio', resume: 'any-device' }, adapter);
    await expect(stack).rejects.toThrow('resume: MinIO cannot list unfinished uploads by prefix');
  });

  test('keeps an object under the owner’s key on a store without conditional writes', async () => {
    const stack = await startUploadStack({ ...ownKey, s3Store: 'oss' }, adapter);
    const file = { name: 'a.bin', type: '' };
    const first = await createUpload(stack, bytes, file);
    const [part] = first.parts;
    if (!part) throw new Error('no part');
    expect(part.headers).not.toHaveProperty('if-none-match');
    expect((await putPart(part, bytes)).status).toBe(200);

    const again = { ...file, size: bytes.length, partSize: bytes.length, integrity: 'none' };
    const { body } = await stack.call('create', { files: [again] });
    expect(body.uploads[0].error.code).toBe('name-taken');
    await stack.close();
  });
});
