import { DEFAULT_UPLOAD_LIFETIME_SECONDS } from '@slipway/protocol';
import { delay, SYSTEM_CLOCK } from '../clock.ts';
import { cleanUpLateWrites } from '../finish/late-writes.ts';
import { releaseShare } from '../limits/quotas.ts';
import type { S3Gateway } from '../s3/s3-gateway.ts';
import { createSettlements } from '../settlement/settlements.ts';
import { TASK_KEPT_MS } from '../store/task-list.ts';
import { createTaskSealer } from '../token/task-sealer.ts';
import type { SweeperEvent } from './sweeper-event.ts';
import type { SweeperOptions } from './sweeper-options.ts';

/** The cleanup of late writes, if the sweeper has what it needs for it. It never rejects. */
export function createCleanup(
  options: SweeperOptions,
  gateway: S3Gateway,
  tell: (event: SweeperEvent) => void,
): (() => Promise<void>) | undefined {
  const { store, tokenKeys, bucket, clock = SYSTEM_CLOCK } = options;
  if (!store || !tokenKeys) return undefined;
  const lifetimeSeconds = options.uploadLifetimeSeconds ?? DEFAULT_UPLOAD_LIFETIME_SECONDS;
  const now = () => clock.now();
  const taskTokens = createTaskSealer({ keys: tokenKeys, now }, bucket);
  const report = (error: unknown) => tell({ type: 'sweep-failed', error });
  const settlements = createSettlements({
    store,
    // It ends only uploads whose tokens and URLs have expired.
    recordsKeptMs: lifetimeSeconds * 1_000 + TASK_KEPT_MS,
    settledKeptMs: lifetimeSeconds * 1_000,
    monotonic: () => SYSTEM_CLOCK.monotonic(),
    wait: delay,
    report,
  });
  return () =>
    cleanUpLateWrites({
      bucket,
      clock,
      gateway,
      store,
      settlements,
      taskTokens,
      report,
      release: (claims) => releaseShare(store, clock, claims, claims.nonce),
    });
}
