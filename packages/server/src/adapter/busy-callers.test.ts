import { S3Client } from '@aws-sdk/client-s3';
import { ROUTES, UploadError } from '@slipway/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { startApi } from '../../testing/api-server.ts';
import { isOperation, type SilentProxy, startSilentProxy } from '../../testing/silent-proxy.ts';
import {
  BUCKET,
  MiB,
  putPart,
  startUploadStack,
  type UploadStack,
} from '../../testing/upload-stack.ts';
import { complete, createUpload, putParts } from '../../testing/uploads.ts';
import { createMemoryStore } from '../store/memory-store.ts';

const MALLORY = { 'x-user': 'mallory' };
/** More than the SDK's client has connections by default. */
const MANY = 64;
const file = { name: 'a.bin', type: '', size: 6 * MiB, partSize: 5 * MiB, integrity: 'none' };

describe.each(ADAPTERS)('%s:', (adapter) => {
  let calm: UploadStack;
  let proxy: SilentProxy;
  beforeAll(async () => {
    calm = await startUploadStack({}, adapter);
    proxy = await startSilentProxy(calm.s3.url);
  });
  beforeEach(() => void calm.forget());
  afterEach(() => proxy.speak());
  afterAll(async () => {
    await proxy.close();
    await calm.close();
  });

  const connect = () =>
    new S3Client({
      region: calm.s3.region,
      endpoint: proxy.url,
      forcePathStyle: true,
      credentials: { accessKeyId: 'TESTKEY', secretAccessKey: 'test-secret' },
    });

  test('S39 a caller whose calls S3 leaves unanswered leaves connections for other callers', async () => {
    let claims = 0;
    const memory = createMemoryStore();
    const claim: typeof memory.claim = (...args) => {
      claims += 1;
      return memory.claim(...args);
    };
    const s3 = connect();
    const options = { store: { ...memory, claim }, storageTimeoutSeconds: 10 };
    const api = await startApi(s3, BUCKET, options, adapter);
    const files = Array.from({ length: MANY }, () => file);
    const { body } = await api.call('create', { files }, MALLORY);
    const ignored = proxy.ignored;
    proxy.silence(isOperation.ListParts);
    const busy = Array.from({ length: MANY / 16 }, (_, i) =>
      api.call('complete', { uploads: tokensOf(body.uploads).slice(16 * i, 16 * i + 16) }, MALLORY),
    );
    await vi.waitFor(() => expect(claims).toBe(MANY), { timeout: 30_000 });
    await vi.waitFor(() => expect(proxy.ignored - ignored).toBeGreaterThanOrEqual(32), {
      timeout: 30_000,
    });

    const created = await api.call('create', { files: [file] }, { 'x-user': 'bob' });
    expect(created.body.uploads).toMatchObject([{ token: expect.any(String) }]);
    expect(proxy.ignored - ignored).toBe(32);
    proxy.speak();
    for (const { body } of await Promise.all(busy)) {
      // S3 has no parts of these uploads.
      expect(codesOf(body)).toEqual(new Set(['parts-missing']));
    }
    await api.close();
    s3.destroy();
  });

  test('Complete takes no connection of other calls if it has a client of its own', async () => {
    const s3 = connect();
    const s3ForComplete = new S3Client({
      region: calm.s3.region,
      endpoint: calm.s3.url,
      forcePathStyle: true,
      credentials: { accessKeyId: 'TESTKEY', secretAccessKey: 'test-secret' },
    });
    const api = await startApi(s3, BUCKET, { s3ForComplete, storageTimeoutSeconds: 10 }, adapter);
    // Only `s3` goes through the proxy.
    proxy.silence(isOperation.CompleteMultipartUpload);
    const bytes = new Uint8Array(6 * MiB);
    const upload = await createUpload(api, bytes);
    await putParts(api, upload, bytes);
    expect(await complete(api, { token: upload.token })).toMatchObject({
      object: { size: 6 * MiB },
    });
    await api.close();
    for (const one of [s3, s3ForComplete]) one.destroy();
  });

  test.each([
    ['of several parts', new Uint8Array(6 * MiB)],
    ['of one part', new Uint8Array(10)],
  ])('S39 aborting an aborted upload %s again makes no call to S3', async (_kind, bytes) => {
    const { token } = await createUpload(calm, bytes);
    const uploads = Array.from({ length: 100 }, () => ({ token }));
    // The second looks for bytes that a URL wrote since the first.
    for (let times = 0; times < 2; times += 1) await calm.call('abort', { uploads: [{ token }] });
    calm.forget();
    const answer = await calm.call('abort', { uploads });
    expect(answer.body.uploads).toEqual(uploads.map(() => ({ aborted: true })));
    expect(calm.operations()).toEqual([]);
  });

  test('S39 completing a refused upload again makes no call to S3 once its object is deleted', async () => {
    const stack = await startUploadStack(
      {
        onCompleted() {
          throw new UploadError('forbidden', { message: 'No.' });
        },
      },
      adapter,
    );
    const bytes = new Uint8Array(10);
    const { token, parts } = await createUpload(stack, bytes);
    for (const part of parts) await putPart(part, bytes);
    const refused = { uploads: [{ error: { code: 'forbidden' } }] };
    const completeAgain = async () => (await stack.call('complete', { uploads: [{ token }] })).body;
    expect(await completeAgain()).toMatchObject(refused);
    expect(stack.operations()).toContain('DeleteObject');
    stack.forget();
    expect(await completeAgain()).toMatchObject(refused);
    expect(stack.operations()).toEqual([]);
    await stack.close();
  });

  test('S39 one upload that is completed 100 times in a request runs once', async () => {
    let hooks = 0;
    let claims = 0;
    const memory = createMemoryStore();
    const claim: typeof memory.claim = (...args) => {
      claims += 1;
      return memory.claim(...args);
    };
    const onCompleted = () => {
      hooks += 1;
    };
    const stack = await startUploadStack({ store: { ...memory, claim }, onCompleted }, adapter);
    const bytes = new Uint8Array(10);
    const { token, parts } = await createUpload(stack, bytes);
    for (const part of parts) await putPart(part, bytes);
    const uploads = Array.from({ length: 100 }, () => ({ token }));
    const { body } = await stack.call('complete', { uploads });
    expect(body.uploads).toHaveLength(100);
    for (const { object } of body.uploads) expect(object).toMatchObject({ size: 10 });
    expect([hooks, claims]).toEqual([1, 1]);
    await stack.close();
  });

  test('S39 of requests for one upload whose hook runs, 16 wait, and those whose client leaves do not', async () => {
    let finish: (() => void) | undefined;
    const onCompleted = () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      });
    const codes: string[] = [];
    const onError = (error: unknown) => codes.push((error as UploadError).code);
    const stack = await startUploadStack({ onCompleted, onError }, adapter);
    const bytes = new Uint8Array(10);
    const { token, parts } = await createUpload(stack, bytes);
    for (const part of parts) await putPart(part, bytes);
    const clients = new AbortController();
    const ask = (signal?: AbortSignal) =>
      fetch(`${stack.url}${ROUTES.complete}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-user': 'alice' },
        body: JSON.stringify({ uploads: [{ token }] }),
        signal: signal ?? null,
      });
    const first = ask();
    await vi.waitFor(() => expect(finish).toBeDefined(), { timeout: 30_000 });
    const count = (code: string) => codes.filter((one) => one === code).length;
    const crowd = Array.from({ length: 20 }, () => ask(clients.signal).catch(() => {}));
    await vi.waitFor(() => expect(count('rate-limited')).toBe(4), { timeout: 30_000 });
    clients.abort();
    await Promise.all(crowd);
    await vi.waitFor(() => expect(count('network-error')).toBe(16), { timeout: 30_000 });
    // There is room again.
    const last = ask();
    finish?.();
    for (const answer of await Promise.all([first, last])) {
      expect(await answer.json()).toMatchObject({ uploads: [{ object: { size: 10 } }] });
    }
    await stack.close();
  });
});

function tokensOf(uploads: readonly { readonly token: string }[]) {
  return uploads.map(({ token }) => ({ token }));
}

function codesOf({ uploads }: { readonly uploads: readonly { error?: { code: string } }[] }) {
  return new Set(uploads.map(({ error }) => error?.code));
}
