import type { Page } from '@playwright/test';
import { ADMIN_ROUTES } from '@slipway/protocol';
import { createMemoryStore } from '../../packages/server/src/store/memory-store.ts';
import { createWebhooks } from '../../packages/server/src/webhooks/webhooks.ts';
import { startAdminStack } from '../../packages/server/testing/admin-stack.ts';
import { createUpload } from '../../packages/server/testing/uploads.ts';
import {
  accept,
  startReceiver,
  WEBHOOK_SECRETS,
} from '../../packages/server/testing/webhook-receiver.ts';
import { test } from '../rig/admin-console.ts';
import { expect } from '../rig/fixtures.ts';

const LOOKS = [
  { look: 'light, wide', colorScheme: 'light', viewport: { width: 1280, height: 860 } },
  { look: 'dark, narrow', colorScheme: 'dark', viewport: { width: 360, height: 740 } },
] as const;

/** A router whose webhooks have one attempt. The page's requests for webhooks go there. */
async function startSender(origin: string) {
  const receiver = await startReceiver();
  const store = createMemoryStore();
  const { url } = receiver;
  const webhooks = createWebhooks({ url, secrets: WEBHOOK_SECRETS, store, retrySeconds: [] });
  const stack = await startAdminStack({ store, webhooks, allowedOrigins: [origin] });
  return {
    receiver,
    stack,
    webhooks,
    async giveUp(count: number): Promise<void> {
      receiver.respond = (response) => response.writeHead(503).end();
      for (let i = 0; i < count; i += 1) await createUpload(stack, new Uint8Array(9));
      await webhooks.deliver();
      receiver.respond = accept;
    },
    /** Answers the page's requests for webhooks. */
    serve: (page: Page) =>
      page.route(`**/api${ADMIN_ROUTES.listWebhooks}**`, async (route) => {
        const { pathname, search } = new URL(route.request().url());
        const url = stack.url + pathname.replace('/api', '') + search;
        const headers = { ...route.request().headers(), 'x-admin': 'root' };
        await route.fulfill({ response: await route.fetch({ url, headers }) });
      }),
    async close(): Promise<void> {
      await stack.close();
      await receiver.stop();
    },
  };
}

for (const { look, ...use } of LOOKS) {
  test.describe(`${look}:`, () => {
    test.use(use);

    test('an admin sees why webhooks were given up, and sends one and then all of them again', async ({
      console,
      backend,
    }) => {
      const { page } = console;
      const sender = await startSender(backend.url);
      await sender.giveUp(3);
      await sender.serve(page);

      await console.open('webhooks');
      await expect(console.rows('The receiver answered 503.')).toHaveCount(3);
      await expect(page.getByRole('status')).toHaveText('3 webhooks');
      expect(await console.findFaults()).toEqual([]);
      await page.screenshot({ path: test.info().outputPath('webhooks.png') });

      await page
        .getByRole('button', { name: /^Send upload\.created of / })
        .first()
        .click();
      await expect(console.rows()).toHaveCount(2);
      await expect(page.getByRole('status')).toContainText('1 webhook queued.');
      await console.button('Send all again').click();
      await expect(page.getByText('Every webhook was delivered')).toBeVisible();
      await expect(page.getByRole('status')).toContainText('2 webhooks queued.');
      expect(await console.findFaults()).toEqual([]);

      await sender.webhooks.deliver();
      expect(sender.receiver.accepted()).toHaveLength(3);
      await sender.close();
    });

    test('an admin learns that a webhook was sent again by somebody else', async ({
      console,
      backend,
    }) => {
      const { page } = console;
      const sender = await startSender(backend.url);
      await sender.giveUp(1);
      await sender.serve(page);
      await console.open('webhooks');
      await expect(console.rows()).toHaveCount(1);
      const [{ id }] = (await sender.stack.get(ADMIN_ROUTES.listWebhooks)).body.webhooks;
      await sender.stack.post(ADMIN_ROUTES.sendWebhooks, { webhooks: [{ id }] });

      await page.getByRole('button', { name: /^Send upload\.created of / }).click();
      await expect(page.getByRole('alert')).toContainText('No webhook of this ID was given up.');
      await console.button('Reload').click();
      await expect(page.getByText('Every webhook was delivered')).toBeVisible();
      await sender.close();
    });
  });
}
