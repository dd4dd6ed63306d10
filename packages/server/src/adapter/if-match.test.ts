import { randomBytes } from 'node:crypto';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ADAPTERS, type CommonOptions } from '../../testing/adapters.ts';
import {
  BUCKET,
  MiB,
  putPart,
  startUploadStack,
  type UploadStack,
} from '../../testing/upload-stack.ts';
import { complete, createUpload, partOf, readObject } from '../../testing/uploads.ts';

const FILES = [
  ['a small file', 1_000],
  ['a file of several parts', 6 * MiB],
] as const;

describe.each(ADAPTERS)('%s: the object option ifMatch', (adapter) => {
  let ifMatch: string | undefined;
  let failures: string[];
  let stack: UploadStack;
  const options: Partial<CommonOptions> = {
    overwrite: true,
    objectKey: ({ name }) => name,
    object: () => ({ ifMatch }),
    onError: (error) => failures.push(String((error as Error).cause)),
  };
  beforeEach(async () => {
    ifMatch = undefined;
    failures = [];
    stack = await startUploadStack(options, adapter);
  });
  afterEach(() => stack.close());

  async function send(bytes: Uint8Array) {
    const upload = await createUpload(stack, bytes, { name: 'a.bin', type: '' });
    const statuses = [];
    for (const part of upload.parts) {
      statuses.push((await putPart(part, partOf(upload, bytes, part.partNumber))).status);
    }
    return { ...upload, statuses };
  }

  async function etagOf(Key: string): Promise<string | undefined> {
    return (await stack.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key }))).ETag;
  }

  test.each(FILES)('replaces the object that has this ETag: %s', async (_name, size) => {
    const [old, young] = [randomBytes(size), randomBytes(size)];
    await complete(stack, { token: (await send(old)).token });
    ifMatch = await etagOf('a.bin');
    const { token } = await send(young);
    expect((await complete(stack, { token })).object.size).toBe(size);
    expect((await readObject(stack, 'a.bin')).equals(young)).toBe(true);
  });

  test.each(FILES)('keeps an object that has another ETag: %s', async (_name, size) => {
    const [old, young] = [randomBytes(size), randomBytes(size)];
    await complete(stack, { token: (await send(old)).token });
    ifMatch = '"d41d8cd98f00b204e9800998ecf8427e"';
    const { token, statuses } = await send(young);
    if (statuses.length === 1) expect(statuses).toEqual([412]);
    else expect((await complete(stack, { token })).error.code).toBe('name-taken');
    expect((await readObject(stack, 'a.bin')).equals(old)).toBe(true);
  });

  test('fails without an object under the key', async () => {
    ifMatch = '"d41d8cd98f00b204e9800998ecf8427e"';
    const { token } = await send(randomBytes(6 * MiB));
    expect((await complete(stack, { token })).error.code).toBe('name-taken');
  });

  test.each([
    ['without overwrite', { overwrite: false }, 'needs overwrite: true'],
    ['on a store without conditions', { s3Store: 'b2' }, 'Backblaze B2 does not know ifMatch'],
  ] as const)('is refused %s', async (_name, more, why) => {
    const other = await startUploadStack({ ...options, ...more }, adapter);
    ifMatch = '"e"';
    await expect(createUpload(other, randomBytes(10))).rejects.toThrow('storage-misconfigured');
    expect(failures.join()).toContain(why);
    await other.close();
  });
});
