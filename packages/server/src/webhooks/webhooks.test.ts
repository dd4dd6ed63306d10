import { randomBytes } from 'node:crypto';
import { UploadError } from '@slipway/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { connectTo, type RedisServer, startRedis } from '../../testing/redis-server.ts';
import { MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { complete, createUpload, putParts } from '../../testing/uploads.ts';
import {
  accept,
  startReceiver,
  WEBHOOK_SECRETS,
  type WebhookReceiver,
} from '../../testing/webhook-receiver.ts';
import { createRedisStore } from '../store/redis-store.ts';
import type { SharedStore } from '../store/shared-store.ts';
import type { WebhookReport } from './webhook-report.ts';
import { createWebhooks, type WebhookOptions, type Webhooks } from './webhooks.ts';

const small = randomBytes(1_000);
const large = randomBytes(6 * MiB);

const typesOf = (list: readonly { readonly body: { readonly type: string } }[]) =>
  list.map(({ body }) => body.type);
const abort = (stack: UploadStack, token: string) => stack.call('abort', { uploads: [{ token }] });

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.close());

describe.each(ADAPTERS)('%s: webhooks of two replicas over one Redis', (adapter) => {
  const clients: Awaited<ReturnType<typeof connectTo>>[] = [];
  const stacks: UploadStack[] = [];
  const senders: Webhooks[] = [];
  const reports: WebhookReport[] = [];
  let receiver: WebhookReceiver;

  async function openStore(): Promise<SharedStore> {
    const client = await connectTo(redis);
    clients.push(client);
    return createRedisStore(client);
  }

  async function send(options: Partial<WebhookOptions> = {}): Promise<Webhooks> {
    const webhooks = createWebhooks({
      url: receiver.url,
      secrets: WEBHOOK_SECRETS,
      store: await openStore(),
      // At once, but more often than any test fails.
      retrySeconds: Array(100).fill(0),
      onReport: (report) => reports.push(report),
      ...options,
    });
    senders.push(webhooks);
    return webhooks;
  }

  async function replica(
    webhooks: Webhooks,
    options: Parameters<typeof startUploadStack>[0] = {},
  ): Promise<UploadStack> {
    const { store } = webhooks.outbox;
    const stack = await startUploadStack({ store, webhooks, ...options }, adapter);
    stacks.push(stack);
    return stack;
  }

  beforeEach(async () => {
    await redis.restart();
    reports.length = 0;
    receiver = await startReceiver();
  });
  afterEach(async () => {
    await Promise.all(senders.splice(0).map((webhooks) => webhooks.stop()));
    for (const stack of stacks.splice(0)) await stack.close();
    for (const client of clients.splice(0)) client.destroy();
    await receiver.stop();
  });

  test.each([
    ['a small file', small],
    ['a file of several parts', large],
  ])('tell how an upload began and ended, without any secret: %s', async (_, file) => {
    const webhooks = await send();
    const stack = await replica(webhooks, { metadataNames: ['album'] });
    const metadata = { album: 'summer' };
    const upload = await createUpload(stack, file, { name: 'Über.mp4', metadata });
    await putParts(stack, upload, file);
    const { object } = await complete(stack, { token: upload.token });
    await webhooks.deliver();

    const [created, completed] = receiver.received;
    const data = {
      id: expect.stringMatching(/^[\w-]{22,}$/),
      bucket: stack.bucket,
      objectKey: upload.objectKey,
      size: file.byteLength,
      contentType: 'video/mp4',
      name: 'Über.mp4',
      integrity: 'none',
      metadata,
      caller: { subject: 'alice' },
    };
    const timestamp = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(created?.body).toEqual({ type: 'upload.created', timestamp, data });
    expect(completed?.body).toEqual({
      type: 'upload.completed',
      timestamp,
      data: { ...data, etag: object.etag },
    });
    expect(completed?.body.data.id).toBe(created?.body.data.id);
    expect(receiver.received.map(({ id }) => id)).toEqual([
      `msg_${created?.body.data.id}_created`,
      `msg_${created?.body.data.id}_completed`,
    ]);
    expect(receiver.received).toHaveLength(2);
    const text = receiver.received.map(({ text }) => text).join();
    for (const secret of [upload.token, 'X-Amz-', 'http', 'uploadId']) {
      expect(text).not.toContain(secret);
    }
  });

  test.each([
    ['a small file', small],
    ['a file of several parts', large],
  ])('tell the version of an object in a versioned bucket: %s', async (_, file) => {
    const webhooks = await send();
    const stack = await replica(webhooks);
    stack.client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const result = await next(args);
          const hasVersion = ['HeadObjectCommand', 'CompleteMultipartUploadCommand'];
          if (hasVersion.includes(String(commandName))) {
            Object.assign(result.output ?? {}, { VersionId: `version by ${commandName}` });
          }
          return result;
        },
      { step: 'deserialize', priority: 'high' },
    );
    const upload = await createUpload(stack, file);
    await putParts(stack, upload, file);
    const { object } = await complete(stack, { token: upload.token });
    expect(object.versionId).toMatch(/^version by /);
    await webhooks.deliver();
    expect(receiver.received[1]?.body.data).toMatchObject({ versionId: object.versionId });
  });

  test('tell of aborted and of refused uploads, with the reason', async () => {
    const webhooks = await send();
    const stack = await replica(webhooks, {
      onCompleted() {
        throw new UploadError('forbidden', { message: 'No.' });
      },
    });
    const canceled = await createUpload(stack, large);
    await abort(stack, canceled.token);
    const refused = await createUpload(stack, small);
    await putParts(stack, refused, small);
    await complete(stack, { token: refused.token });
    await webhooks.deliver();
    const ends = receiver.received.filter(({ body }) => body.type !== 'upload.created');
    expect(ends.map(({ body }) => [body.type, body.data])).toEqual([
      ['upload.aborted', expect.objectContaining({ reason: 'canceled' })],
      ['upload.refused', expect.objectContaining({ reason: 'forbidden' })],
    ]);
  });

  test('tell nothing of an upload that the hook rolls back, nor of a repeated request', async () => {
    const webhooks = await send();
    const onCreated = vi.fn();
    const stack = await replica(webhooks, { onCreated });
    onCreated.mockRejectedValueOnce(new UploadError('forbidden', { message: 'No.' }));
    for (const file of [large, small]) {
      onCreated.mockRejectedValueOnce(new UploadError('forbidden', { message: 'No.' }));
      await expect(createUpload(stack, file)).rejects.toThrow('forbidden');
    }
    onCreated.mockReset();
    const { token } = await createUpload(stack, large);
    await Promise.all([abort(stack, token), abort(stack, token)]);
    await abort(stack, token);
    expect(await webhooks.outbox.store.read(webhooks.outbox.list, { limit: 9 })).toHaveLength(1);
    await webhooks.deliver();
    expect(typesOf(receiver.received)).toEqual(['upload.created', 'upload.aborted']);
  });

  test('hold upload.created until the hook has run', async () => {
    const webhooks = await send();
    const stack = await replica(webhooks, {
      async onCreated() {
        await webhooks.deliver();
        expect(receiver.received).toEqual([]);
      },
    });
    await createUpload(stack, small);
    await webhooks.deliver();
    expect(typesOf(receiver.received)).toEqual(['upload.created']);
  });

  test('sign with every secret, so that the receiver can rotate its own', async () => {
    const webhooks = await send();
    const stack = await replica(webhooks);
    await receiver.stop();
    receiver = await startReceiver(WEBHOOK_SECRETS[1]);
    const next = await send({ url: receiver.url });
    await createUpload(stack, small);
    await next.deliver();
    expect([receiver.received.length, receiver.forged.length]).toEqual([1, 0]);
  });

  test('send a webhook until the receiver accepts it, and keep the order of each upload', async () => {
    const [webhooks, others] = [await send(), await send()];
    const one = await replica(webhooks);
    const other = await replica(others, { s3: one.client });
    let failures = 0;
    receiver.respond = (response, received) => {
      if (received.body.type !== 'upload.created' || failures >= 3)
        return accept(response, received);
      failures += 1;
      response.writeHead(failures === 1 ? 500 : 404).end();
    };
    const upload = await createUpload(one, large);
    await putParts(one, upload, large);
    await complete(other, { token: upload.token });
    webhooks.start();
    others.start();
    await expect.poll(() => receiver.accepted().length, { timeout: 20_000 }).toBe(2);
    expect(typesOf(receiver.received)).toEqual([
      ...Array(4).fill('upload.created'),
      'upload.completed',
    ]);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(2);
    expect(new Set(receiver.received.map(({ text }) => text)).size).toBe(2);
    expect(reports.map(({ type }) => type)).toEqual([
      ...Array(3).fill('webhook-failed'),
      ...Array(2).fill('webhook-delivered'),
    ]);
  });

  test('do not delay the response when the receiver hangs, and go on when it is back', async () => {
    const webhooks = await send({ timeoutSeconds: 1 });
    const stack = await replica(webhooks);
    receiver.respond = () => {};
    webhooks.start();
    const upload = await createUpload(stack, small);
    await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBeGreaterThan(0);
    // The end is added to the upload's task while a replica holds it.
    await putParts(stack, upload, small);
    expect((await complete(stack, { token: upload.token })).object).toBeDefined();
    expect(receiver.accepted()).toEqual([]);
    await expect.poll(() => reports.length, { timeout: 10_000 }).toBeGreaterThan(0);
    expect(reports[0]).toMatchObject({
      type: 'webhook-failed',
      reason: 'The receiver did not answer within 1 seconds.',
    });
    receiver.respond = accept;
    await expect
      .poll(() => typesOf(receiver.accepted()), { timeout: 20_000 })
      .toEqual(['upload.created', 'upload.completed']);
  });

  test('outlive a restart of the receiver, and of the replica that stored them', async () => {
    const webhooks = await send();
    const stack = await replica(webhooks);
    await receiver.stop();
    await createUpload(stack, small);
    await webhooks.deliver();
    expect(reports[0]).toMatchObject({
      type: 'webhook-failed',
      status: undefined,
      reason: 'The receiver cannot be reached: ECONNREFUSED.',
    });
    await receiver.listen();
    // Another process, with another connection to Redis.
    const next = await send();
    await expect
      .poll(async () => {
        await next.deliver();
        return typesOf(receiver.accepted());
      })
      .toEqual(['upload.created']);
  });

  test('let another replica repeat an attempt that ends with its process', async () => {
    const [dying, next] = [await send(), await send()];
    const stack = await replica(dying);
    await createUpload(stack, small);
    receiver.respond = () => {};
    dying.start();
    await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBe(1);
    await dying.stop();
    expect(reports).toEqual([]);
    receiver.respond = accept;
    await next.deliver();
    expect(receiver.accepted()).toHaveLength(1);
    expect(reports).toMatchObject([{ type: 'webhook-delivered', attempt: 1 }]);
  });

  test('follow no redirect, and read no body', async () => {
    const webhooks = await send({ retrySeconds: [] });
    const stack = await replica(webhooks);
    receiver.respond = (response, { body }) => {
      if (body.type === 'upload.created') response.writeHead(307, { location: receiver.url }).end();
      // Without an end.
      else response.writeHead(200).write('a'.repeat(65_536));
    };
    const { token } = await createUpload(stack, small);
    await abort(stack, token);
    await webhooks.deliver();
    expect(typesOf(receiver.received)).toEqual(['upload.created', 'upload.aborted']);
    expect(reports).toMatchObject([
      { type: 'webhook-given-up', status: 307, reason: 'The receiver answered 307.' },
      { type: 'webhook-delivered', status: 200 },
    ]);
  });

  test('send the credentials of the address as a header', async () => {
    const url = receiver.url.replace('//', '//user:p%40ss@');
    const webhooks = await send({ url });
    await createUpload(await replica(webhooks), small);
    await webhooks.deliver();
    expect(receiver.received[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('user:p@ss').toString('base64')}`,
    );
  });

  test('keep what was given up, and send it again at an admin’s request', async () => {
    const webhooks = await send({ retrySeconds: [0] });
    const { outbox } = webhooks;
    receiver.respond = (response) => response.writeHead(500).end();
    await createUpload(await replica(webhooks), small);
    await webhooks.deliver();
    await webhooks.deliver();
    const [letter] = await outbox.deadLetters(10);
    expect(letter).toMatchObject({
      type: 'upload.created',
      failures: 2,
      reason: 'The receiver answered 500.',
    });
    await webhooks.deliver();
    expect(receiver.received).toHaveLength(2);

    receiver.respond = accept;
    const again = await Promise.all([1, 2, 3].map(() => outbox.sendAgain(String(letter?.id))));
    expect(again.filter(Boolean)).toHaveLength(1);
    expect(await outbox.deadLetters(10)).toEqual([]);
    await webhooks.deliver();
    expect(receiver.accepted().map(({ id }) => id)).toEqual([letter?.id]);
    expect(receiver.received).toHaveLength(3);
  });

  test('refuse an upload that the store cannot announce, and leave nothing behind', async () => {
    const webhooks = await send();
    const { outbox } = webhooks;
    const down = new UploadError('storage-unavailable', { message: 'Down.' });
    const store: SharedStore = { ...outbox.store, add: () => Promise.reject(down) };
    const stack = await replica({ ...webhooks, outbox: { ...outbox, store } });
    await expect(createUpload(stack, large)).rejects.toThrow('storage-unavailable');
    expect(stack.operations()).toEqual(['CreateMultipartUpload', 'AbortMultipartUpload']);
  });

  test('announce an upload that another device resumes, if its creation died halfway', async () => {
    const webhooks = await send();
    const { store } = webhooks.outbox;
    const stack = await replica(webhooks, { resume: 'any-device' });
    const file = { fingerprint: 'f'.repeat(64) };
    await createUpload(stack, large, file);
    await createUpload(stack, large, file);
    await webhooks.deliver();
    expect(typesOf(receiver.received)).toEqual(['upload.created']);
    const [first] = receiver.received;
    // As if the process had died before it reached the store.
    for (const record of ['new', 'created']) {
      await store.delete(`${record}/${first?.body.data.id}`);
    }
    for (let device = 0; device < 2; device += 1) {
      await createUpload(stack, large, file);
      await webhooks.deliver();
    }
    expect(receiver.received.map(({ id }) => id)).toEqual([first?.id, first?.id]);
  });
});

describe('options of webhooks', () => {
  const store = {} as SharedStore;
  const [secret = ''] = WEBHOOK_SECRETS;
  const good = { url: 'https://app.example/hooks', secrets: [secret], store };

  test.each<[string, Partial<WebhookOptions>]>([
    ['http: or https:', { url: 'ftp://app.example' }],
    ['http: or https:', { url: 'app.example/hooks' }],
    ['at least one secret', { secrets: [] }],
    ['random bytes in base64', { secrets: ['whsec_short'] }],
    ['random bytes in base64', { secrets: [secret.slice('whsec_'.length)] }],
    ['random bytes in base64', { secrets: [`whsec_${Buffer.alloc(65).toString('base64')}`] }],
    ['timeoutSeconds', { timeoutSeconds: 0 }],
    ['retrySeconds', { retrySeconds: [-1] }],
  ])('that are wrong are refused: %s', (message, wrong) => {
    expect(() => createWebhooks({ ...good, ...wrong })).toThrow(message);
  });

  test('wait 5 seconds after the first failure, and 5 days in all', async () => {
    const { DEFAULT_RETRY_SECONDS, retryDelayMs } = await import('./retry-delays.ts');
    const days = DEFAULT_RETRY_SECONDS.reduce((sum, seconds) => sum + seconds) / 86_400;
    expect(days).toBeGreaterThan(5);
    expect(days).toBeLessThan(6);
    expect(retryDelayMs([5], 1, () => 0)).toBe(4_000);
    expect(retryDelayMs([5], 1, () => 1)).toBe(6_000);
    expect(retryDelayMs([5], 2, () => 0)).toBeUndefined();
  });

  test('fit the router’s store', async () => {
    const webhooks = createWebhooks(good);
    await expect(startUploadStack({ webhooks })).rejects.toThrow('pass the same store');
  });
});
