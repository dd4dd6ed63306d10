import { ADMIN_ROUTES } from '@slipway/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { type AdminStack, startAdminStack } from '../../testing/admin-stack.ts';
import { createUpload } from '../../testing/uploads.ts';
import {
  accept,
  startReceiver,
  WEBHOOK_SECRETS,
  type WebhookReceiver,
} from '../../testing/webhook-receiver.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import { createWebhooks, type Webhooks } from '../webhooks/webhooks.ts';

describe.each(ADAPTERS)('%s: webhooks that were given up', (adapter) => {
  let receiver: WebhookReceiver;
  let webhooks: Webhooks;
  let stack: AdminStack;

  beforeEach(async () => {
    receiver = await startReceiver();
    const store = createMemoryStore();
    const { url } = receiver;
    webhooks = createWebhooks({ url, secrets: WEBHOOK_SECRETS, store, retrySeconds: [] });
    stack = await startAdminStack({ store, webhooks }, adapter);
  });
  afterEach(async () => {
    await stack.close();
    await receiver.stop();
  });

  const list = async (query = {}) => (await stack.get(ADMIN_ROUTES.listWebhooks, query)).body;
  const send = (...ids: readonly string[]) =>
    stack.post(ADMIN_ROUTES.sendWebhooks, { webhooks: ids.map((id) => ({ id })) });

  async function giveUp(): Promise<string> {
    receiver.respond = (response) => response.writeHead(503).end();
    const { objectKey } = await createUpload(stack, new Uint8Array(9));
    await webhooks.deliver();
    receiver.respond = accept;
    return objectKey;
  }

  test('are listed with the reason, the oldest first', async () => {
    const keys = [await giveUp(), await giveUp()];
    const { webhooks: listed, hasMore } = await list();
    expect(listed[0]).toEqual({
      id: receiver.received[0]?.id,
      type: 'upload.created',
      objectKey: keys[0],
      attempts: 1,
      givenUpAt: expect.stringMatching(/^20\d\d-/),
      reason: 'The receiver answered 503.',
    });
    expect([listed.length, hasMore]).toEqual([2, false]);
    expect(await list({ limit: '1' })).toEqual({ webhooks: [listed[0]], hasMore: true });
  });

  test('are sent again once, each with its own result', async () => {
    await giveUp();
    const id = String(receiver.received[0]?.id);
    const { status, body } = await send(id, 'msg_unknown');
    expect(status).toBe(200);
    expect(body.webhooks).toEqual([
      { id, queued: true },
      { id: 'msg_unknown', error: expect.objectContaining({ code: 'not-found' }) },
    ]);
    await webhooks.deliver();
    expect(receiver.accepted().map((one) => one.id)).toEqual([id]);
    expect(await list()).toEqual({ webhooks: [], hasMore: false });
    expect((await send(id)).body.webhooks[0].error.code).toBe('not-found');
  });

  test('are visible only to admins of the router whose uploads they are about', async () => {
    await giveUp();
    const id = String(receiver.received[0]?.id);
    const { store } = webhooks.outbox;
    const other = await startAdminStack({ store, webhooks, prefix: 'other' }, adapter);
    try {
      expect((await other.get(ADMIN_ROUTES.listWebhooks)).body.webhooks).toEqual([]);
      const body = { webhooks: [{ id }] };
      const answer = await other.post(ADMIN_ROUTES.sendWebhooks, body);
      expect(answer.body.webhooks[0].error.code).toBe('not-found');
      const refused = await stack.post(ADMIN_ROUTES.sendWebhooks, body, { 'x-user': 'alice' });
      expect(refused.status).toBe(403);
    } finally {
      await other.close();
    }
  });

  test('are not found if the owner sends none', async () => {
    const other = await startAdminStack({}, adapter);
    try {
      const { status, body } = await other.get(ADMIN_ROUTES.listWebhooks);
      expect([status, body.error.message]).toEqual([404, 'This backend sends no webhooks.']);
      const sent = await other.post(ADMIN_ROUTES.sendWebhooks, { webhooks: [{ id: 'a' }] });
      expect(sent.status).toBe(404);
    } finally {
      await other.close();
    }
  });

  test.each([
    [{ limit: '0' }, 'limit'],
    [{ cursor: 'x' }, 'cursor'],
  ])('refuse a wrong query: %o', async (query, field) => {
    const { status, body } = await stack.get(ADMIN_ROUTES.listWebhooks, query);
    expect(status).toBe(400);
    expect(body.error.message).toContain(field);
  });
});
