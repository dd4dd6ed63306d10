import { createSweeper, type Sweeper, type SweeperOptions } from '@slipway/server/express';
import { describeError } from '../log/describe-error.ts';
import type { Log } from '../log/log.ts';
import type { Storage } from './storage.ts';

const HOUR_SECONDS = 60 * 60;

/** What the backend decides about sweeping. */
interface SweepingOptions
  extends Required<Pick<SweeperOptions, 'uploadLifetimeSeconds' | 'store' | 'tokenKeys'>>,
    Pick<SweeperOptions, 'tracing' | 'prefix' | 'requestPayer' | 'expectedBucketOwner'> {
  readonly olderThanSeconds: number;
}

/** Aborts unfinished uploads of that age, and logs each. It looks every hour, or more often if that age is shorter. */
export function startSweeping(
  { client, bucket }: Storage,
  options: SweepingOptions,
  log: Log,
): Sweeper {
  const sweeper = createSweeper({
    s3: client,
    bucket,
    ...options,
    intervalSeconds: Math.min(options.olderThanSeconds, HOUR_SECONDS),
    onEvent(event) {
      if (event.type === 'sweep-failed') {
        const { error, objectKey } = event;
        log.error({ objectKey, failures: [describeError(error)] }, 'sweep failed');
        return;
      }
      const { type, ...details } = event;
      log[type === 'sweep-skipped' ? 'debug' : 'info'](details, type.replace('-', ' '));
    },
  });
  sweeper.start();
  return sweeper;
}
