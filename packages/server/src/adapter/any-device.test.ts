import { createHash, randomBytes } from 'node:crypto';
import { CreateMultipartUploadCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { type CreatedUpload, type FileToCreate, UploadError } from '@slipway/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ADAPTERS, type CommonOptions } from '../../testing/adapters.ts';
import { BUCKET, MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import {
  complete,
  createUpload,
  putParts,
  readObject,
  unfinishedKeys,
} from '../../testing/uploads.ts';
import { createMemoryStore } from '../store/memory-store.ts';

const bytes = randomBytes(12 * MiB);
const fingerprint = createHash('sha256').update(bytes).digest('base64');
const DAY_MS = 24 * 60 * 60 * 1_000;

const create = (on: UploadStack, change: Partial<FileToCreate> = {}) =>
  createUpload(on, bytes, { fingerprint, ...change });

/** Keys as an owner may choose them. */
const byCaller: CommonOptions['objectKey'] = ({ name }, { subject }, { id }) =>
  `by/${subject}/${id}-${name}`;

describe.each(ADAPTERS)('%s: with resume on any device', (adapter) => {
  let stack: UploadStack;
  const others: UploadStack[] = [];
  beforeEach(async () => {
    stack = await startUploadStack({ resume: 'any-device' }, adapter);
  });
  afterEach(async () => {
    await Promise.all(others.splice(0).map((other) => other.close()));
    await stack.close();
  });

  /** Another backend on the same storage, which shares only the token keys. */
  async function replica(options: Partial<CommonOptions> = {}) {
    const s3 = stack.client;
    const other = await startUploadStack({ resume: 'any-device', s3, ...options }, adapter);
    others.push(other);
    return other;
  }

  async function createAs(headers: Record<string, string>): Promise<CreatedUpload> {
    const file = { name: 'video.mp4', type: 'video/mp4', size: bytes.byteLength, fingerprint };
    const files = [{ ...file, partSize: 5 * MiB }];
    const { body } = await stack.call('create', { files }, headers);
    return body.uploads[0];
  }

  test('another device resumes the upload without its token', async () => {
    const first = await create(stack);
    const [sent] = await putParts(stack, first, bytes, [2]);
    const second = await create(await replica());
    expect(first.resumed).toBeUndefined();
    expect(second).toMatchObject({
      objectKey: first.objectKey,
      plan: first.plan,
      resumed: { parts: [{ partNumber: 2, size: 5 * MiB, etag: sent?.etag }] },
    });
    expect(second.parts.map(({ partNumber }) => partNumber)).toEqual([1, 3]);
    await putParts(stack, second, bytes);
    const { object } = await complete(stack, { token: second.token });
    expect((await readObject(stack, object.objectKey)).equals(bytes)).toBe(true);
    expect(await unfinishedKeys(stack)).toEqual([]);
  });

  test('no device gets an upload whose onCreated has not ended, so a rollback takes nothing from it', async () => {
    const store = createMemoryStore();
    let fail: ((error: Error) => void) | undefined;
    const inHook = new Promise<never>((_, reject) => {
      fail = reject;
    });
    const onCreated = vi.fn().mockImplementationOnce(() => inHook);
    const [one, other] = [await replica({ store, onCreated }), await replica({ store, onCreated })];
    const failing = create(one).catch(String);
    await vi.waitFor(() => expect(onCreated).toHaveBeenCalledTimes(1));
    const second = await create(other);
    expect(second.resumed).toBeUndefined();
    expect(onCreated).toHaveBeenCalledTimes(2);
    fail?.(new Error('The database answered late.'));
    expect(await failing).toContain('internal-error');
    await putParts(other, second, bytes);
    expect(await complete(other, { token: second.token })).toHaveProperty('object');
    expect(await unfinishedKeys(stack)).toEqual([]);
  });

  test('both devices complete the same object, and get the same result', async () => {
    const first = await create(stack);
    const second = await create(stack);
    await putParts(stack, first, bytes);
    const { object } = await complete(stack, { token: second.token });
    expect((await complete(await replica(), { token: first.token })).object).toEqual(object);
  });

  test('a device that proposes another part size gets the first plan', async () => {
    const first = await create(stack);
    await putParts(stack, first, bytes, [1]);
    const second = await create(stack, { partSize: 6 * MiB, parts: [{ partNumber: 2 }] });
    expect(second.plan).toEqual(first.plan);
    expect(second.parts).toEqual([]);
    expect(second.resumed?.parts).toHaveLength(1);
  });

  test('another device resumes an upload whose parts differ in size', async () => {
    const runs = [{ count: 2, size: 7 * MiB, step: 2 * MiB }];
    const unequal = { partSize: 7 * MiB, runs };
    const first = await create(stack, unequal);
    await putParts(stack, first, bytes, [2]);
    const second = await create(await replica(), unequal);
    expect(second.plan).toEqual({ kind: 'multipart', partSize: 7 * MiB, partCount: 2, runs });
    expect(second.resumed?.parts).toMatchObject([{ partNumber: 2, size: 5 * MiB }]);
    expect(second.parts.map(({ partNumber }) => partNumber)).toEqual([1]);
    const other = await create(stack, {
      partSize: 6 * MiB,
      runs: [{ count: 2, size: 6 * MiB }],
      parts: [{ partNumber: 1 }],
    });
    expect(other).toMatchObject({ plan: first.plan, parts: [] });
  });

  test('a browser that knows only equal parts does not resume an upload whose parts differ', async () => {
    const runs = [{ count: 2, size: 7 * MiB, step: 2 * MiB }];
    await create(stack, { partSize: 7 * MiB, runs });
    expect((await create(stack)).resumed).toBeUndefined();
  });

  test('a browser that knows unequal parts resumes an upload of equal ones', async () => {
    const first = await create(stack);
    const runs = [{ count: 2, size: 7 * MiB, step: 2 * MiB }];
    const second = await create(stack, { partSize: 7 * MiB, runs });
    expect(second).toMatchObject({ plan: first.plan, resumed: { parts: [] }, parts: [] });
  });

  test.each([
    ['another caller', { 'x-user': 'bob' }],
    ['the same name in another tenant', { 'x-tenant': 'acme' }],
  ])('%s with the same file starts a new upload', async (_who, headers) => {
    const first = await createAs({});
    const other = await createAs(headers);
    expect(other.resumed).toBeUndefined();
    expect(other.objectKey).not.toBe(first.objectKey);
    const [folders, others] = [first, other].map(({ objectKey }) => objectKey.split('/').at(-3));
    expect(folders).not.toBe(others);
  });

  test.each([
    ['no fingerprint', { fingerprint: undefined }],
    ['another fingerprint', { fingerprint: 'other' }],
    ['another name', { name: 'other.mp4' }],
    ['another type', { type: 'video/webm' }],
    ['another integrity', { integrity: 'crc32', parts: [] }],
  ] as const)('a file of %s starts a new upload', async (_what, change) => {
    await create(stack);
    const { resumed } = await create(stack, change);
    expect(resumed).toBeUndefined();
  });

  test('a changed option of the owner starts a new upload, unless it is a date', async () => {
    const expires = new Date(Date.now() + DAY_MS);
    const first = await replica({ object: { tagging: { a: '1' }, expires } });
    await create(first);
    const later = new Date(Date.now() + 2 * DAY_MS);
    const changed = await replica({ object: { tagging: { a: '2' }, expires } });
    const same = await replica({ object: { expires: later, tagging: { a: '1' } } });
    expect((await create(changed)).resumed).toBeUndefined();
    expect((await create(same)).resumed).toBeDefined();
  });

  test('a completed file gets a new upload, under its own key', async () => {
    const first = await create(stack);
    await putParts(stack, first, bytes);
    await complete(stack, { token: first.token });
    const second = await create(stack);
    expect(second.resumed).toBeUndefined();
    await putParts(stack, second, bytes);
    const { object } = await complete(stack, { token: second.token });
    expect(object.objectKey).not.toBe(first.objectKey);
  });

  test('after an abort, create starts a new upload', async () => {
    const { token } = await create(stack);
    await stack.call('abort', { uploads: [{ token }] });
    expect((await create(stack)).resumed).toBeUndefined();
  });

  test('after a refusal, create starts a new upload, even if S3 still lists the old one', async () => {
    let maxFileSize: number | undefined;
    const other = await replica({ policy: () => ({ maxFileSize }) });
    const first = await create(other);
    maxFileSize = 1;
    const answer = { kind: 'answer', status: 403, code: 'AccessDenied' } as const;
    stack.s3.faults.add({ operation: 'AbortMultipartUpload', times: 100, fault: answer });
    expect(await complete(other, { token: first.token })).toHaveProperty('error');
    maxFileSize = undefined;
    expect(await unfinishedKeys(stack)).toEqual([first.objectKey]);
    expect((await create(other)).resumed).toBeUndefined();
  });

  test('an upload with an impossible part size in the folder is ignored', async () => {
    const { objectKey, token } = await create(stack);
    const [unique = ''] = objectKey.split('/').slice(-2);
    const Key = objectKey.replace(unique, `${unique.slice(0, 26)}0000001`);
    const forged = new CreateMultipartUploadCommand({ Bucket: BUCKET, Key });
    await stack.client.send(forged);
    await stack.call('abort', { uploads: [{ token }] });
    expect((await create(stack)).resumed).toBeUndefined();
  });

  test('of several unfinished uploads, the one with the most bytes is resumed', async () => {
    const first = await create(stack);
    // As a device creates it that searched before the first device created its own.
    const [unique = '', name = ''] = first.objectKey.split('/').slice(-2);
    const Key = first.objectKey.replace(
      `${unique}/${name}`,
      `${'z'.repeat(26)}${unique.slice(26)}/${name}`,
    );
    const address = { Bucket: BUCKET, Key };
    const { UploadId } = await stack.client.send(new CreateMultipartUploadCommand(address));
    const Body = bytes.subarray(0, 5 * MiB);
    const part = { ...address, UploadId, PartNumber: 1, Body };
    await stack.client.send(new UploadPartCommand(part));
    for (const resumed of [await create(stack), await create(stack)]) {
      expect(resumed).toMatchObject({ objectKey: Key, resumed: { parts: [{ partNumber: 1 }] } });
    }
    await putParts(stack, first, bytes, [1, 2]);
    expect((await create(stack)).objectKey).toBe(first.objectKey);
  });

  test('an upload is found after the token keys rotate, if the old key is still listed', async () => {
    const first = await create(stack);
    await putParts(stack, first, bytes, [1]);
    const old = { id: 'k1', secret: new Uint8Array(32).fill(7) };
    const fresh = { id: 'k2', secret: new Uint8Array(32).fill(8) };
    const rotated = await replica({ tokenKeys: [fresh, old] });
    const retired = await replica({ tokenKeys: [fresh] });
    const second = await create(rotated);
    expect(second.objectKey).toBe(first.objectKey);
    await putParts(stack, second, bytes);
    expect((await complete(rotated, { token: second.token })).object.size).toBe(bytes.byteLength);
    await create(stack);
    expect((await create(retired)).resumed).toBeUndefined();
  });

  test('a resume does not extend the upload’s lifetime', async () => {
    let nowMs = Date.now();
    const clock = { now: () => nowMs, monotonic: () => nowMs };
    const other = await replica({ clock, uploadLifetimeSeconds: 100 });
    await create(other);
    nowMs += 60_000;
    const second = await create(other);
    expect(second.resumed).toBeDefined();
    nowMs += 50_000;
    const { body } = await other.call('listParts', { token: second.token });
    expect(body.error.code).toBe('token-expired');
    expect((await create(other)).resumed).toBeUndefined();
  });

  test('an upload under the owner’s own key is found if the key contains the id', async () => {
    const other = await replica({ objectKey: byCaller });
    const first = await create(other);
    const second = await create(other);
    expect(first.objectKey).toMatch(/^by\/alice\/[0-9a-z]{26}\/[0-9a-z]{33}-video\.mp4$/);
    expect(second).toMatchObject({ objectKey: first.objectKey, resumed: { parts: [] } });
  });

  test('without the id in the key, each create starts its own upload', async () => {
    const other = await replica({ objectKey: ({ name }) => `all/${name}`, overwrite: true });
    const first = await create(other);
    await putParts(stack, first, bytes);
    await complete(other, { token: first.token });
    const second = await create(other);
    expect(second.resumed).toBeUndefined();
    const { error } = await complete(other, { token: second.token });
    expect(error.code).toBe('parts-missing');
  });

  test('a file of one part does not search S3', async () => {
    const small = randomBytes(100);
    stack.forget();
    await createUpload(stack, small, { fingerprint });
    expect(stack.operations()).toEqual([]);
  });

  test('without the option, create ignores fingerprints and does not search S3', async () => {
    const other = await replica({ resume: undefined });
    await create(other);
    stack.forget();
    expect((await create(other)).resumed).toBeUndefined();
    expect(stack.operations()).toEqual(['CreateMultipartUpload']);
  });

  describe('onCreated', () => {
    test('is not called again for a resumed upload', async () => {
      const onCreated = vi.fn();
      const store = createMemoryStore();
      await create(await replica({ onCreated, store }));
      expect((await create(await replica({ onCreated, store }))).resumed).toBeDefined();
      expect(onCreated).toHaveBeenCalledTimes(1);
    });

    test('is called again if the store lost its data, and withholds the upload if it throws', async () => {
      const { objectKey } = await create(stack);
      const onCreated = vi.fn(() => {
        throw new UploadError('quota-exceeded', { message: 'Full.' });
      });
      await expect(create(await replica({ onCreated }))).rejects.toThrow('quota-exceeded');
      expect(onCreated.mock.calls).toMatchObject([[{ objectKey, multipart: undefined }]]);
    });
  });
});
