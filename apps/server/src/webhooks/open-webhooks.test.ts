import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  startReceiver,
  WEBHOOK_SECRETS,
  type WebhookReceiver,
} from '../../../../packages/server/testing/webhook-receiver.ts';
import { startTestBackend } from '../../testing/start-backend.ts';
import { callApi, createFile } from '../../testing/upload-file.ts';

let receiver: WebhookReceiver;
beforeEach(async () => {
  receiver = await startReceiver(WEBHOOK_SECRETS[1]);
});
afterEach(() => receiver.stop());

const secret = WEBHOOK_SECRETS.join(', ');
const start = () => {
  const url = receiver.url.replace('//', '//user:p%61ss-of-the-receiver@');
  const env = { SLIPWAY_WEBHOOK_URL: url, SLIPWAY_WEBHOOK_SECRET: secret };
  return startTestBackend({ SLIPWAY_LOG_LEVEL: 'debug', ...env });
};

test('the backend sends webhooks, counts them, and admins find those that were given up', async () => {
  const backend = await start();
  try {
    receiver.respond = (response, { body }) => {
      const isFirst = receiver.received.length === 1;
      response.writeHead(isFirst || body.type !== 'upload.created' ? 500 : 204).end();
    };
    const { body } = await createFile(backend.url, 9);
    const [{ token }] = body.uploads;
    // The first wait is 5 seconds.
    await expect.poll(() => receiver.accepted().length, { timeout: 30_000 }).toBe(1);
    await callApi(backend.url, 'uploads/abort', { uploads: [{ token }] });
    await expect.poll(() => receiver.received.length, { timeout: 30_000 }).toBe(3);

    const metrics = async () => (await fetch(`${backend.url}/metrics`)).text();
    await expect.poll(metrics).toContain('slipway_webhook_attempts_total 3\n');
    expect(await metrics()).toContain('slipway_webhook_failures_total 2\n');
    expect(await metrics()).toContain('slipway_webhooks_given_up_total 0\n');
    const undelivered = await fetch(`${backend.url}/api/admin/webhooks`);
    expect(await undelivered.json()).toEqual({ webhooks: [], hasMore: false });
    const settings = await (await fetch(`${backend.url}/api/admin/configuration`)).text();
    expect(settings).toContain('SLIPWAY_WEBHOOK_URL');

    const lines = await backend.endAndReadLog();
    const messages = lines.map(({ msg }) => msg);
    expect(messages).toContain('webhooks are delivered again');
    expect(lines.find(({ msg }) => msg === 'webhook failed')).toMatchObject({
      level: 'warn',
      event: 'upload.created',
      attempt: 1,
      status: 500,
    });
    expect(lines[0]).toMatchObject({ level: 'warn', msg: expect.stringContaining('REDIS_URL') });
    for (const text of [JSON.stringify(lines), settings]) {
      for (const hidden of ['pass-of', 'p%61ss', ...WEBHOOK_SECRETS, receiver.url]) {
        expect(text).not.toContain(hidden);
      }
    }
  } finally {
    await backend.close();
  }
});

test('a receiver that hangs delays neither answers nor the end of the backend', async () => {
  const backend = await start();
  receiver.respond = () => {};
  await createFile(backend.url, 9);
  await expect.poll(() => receiver.received.length, { timeout: 30_000 }).toBe(1);
  expect((await createFile(backend.url, 9)).status).toBe(200);
  const startedAt = performance.now();
  await backend.close();
  // The attempt itself may take 15 seconds.
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});
