import { setTimeout as wait } from 'node:timers/promises';
import { accept } from '../../../packages/server/testing/webhook-receiver.ts';
import { type JudgedUpload, judgeWebhooks } from './judge-webhooks.ts';
import type { Lab } from './lab.ts';

/** Longer than the waits after the first attempts, and than the lease of a replica that was killed. */
const PATIENCE_MS = 8 * 60_000;

/**
 * Waits until the receiver, which accepts everything from now on, has the webhooks of all uploads.
 *
 * @returns the promises that are still broken after that
 */
export async function drainWebhooks(
  { receiver }: Pick<Lab, 'receiver'>,
  uploads: readonly JudgedUpload[],
): Promise<readonly string[]> {
  receiver.respond = accept;
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const faults = judgeWebhooks(uploads, receiver, receiver.accepted());
    if (faults.length === 0 || performance.now() > until) return faults;
    await wait(250);
  }
}
