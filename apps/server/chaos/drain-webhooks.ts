import { setTimeout as wait } from 'node:timers/promises';
import { accept } from '../../../packages/server/testing/webhook-receiver.ts';
import type { Lab } from './lab.ts';

/** Longer than the waits after the first attempts, and than the lease of a replica that was killed. */
const PATIENCE_MS = 10 * 60_000;

/** Resolves when the receiver, which accepts everything from now on, has all webhooks. */
export async function drainWebhooks({ receiver, redis }: Pick<Lab, 'receiver' | 'redis'>) {
  receiver.respond = accept;
  const until = performance.now() + PATIENCE_MS;
  while (Number(await redis('ZCARD', 'slipway:tasks:{webhooks/uploads}:due')) > 0) {
    if (performance.now() > until) throw new Error('Webhooks are left in the outbox.');
    await wait(250);
  }
}
