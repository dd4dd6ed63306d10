import { createSweeper, type Sweeper, type SweeperOptions } from '@slipway/server/express';
import { describeError } from '../log/describe-error.ts';
import type { Log } from '../log/log.ts';
import type { Storage } from './storage.ts';

/** Aborts unfinished uploads of that age, every hour, and logs each. */
export function startSweeping(
  { client, bucket }: Storage,
  options: Required<Pick<SweeperOptions, 'olderThanSeconds' | 'store' | 'tokenKeys'>>,
  log: Log,
): Sweeper {
  const sweeper = createSweeper({
    s3: client,
    bucket,
    ...options,
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
