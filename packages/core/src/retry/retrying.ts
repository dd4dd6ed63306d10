import { UploadError } from '@slipway/protocol';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import { backoffMs } from './backoff.ts';
import { sleep } from './sleep.ts';

/** What retrying needs from around it. */
export interface RetryScope {
  readonly clock: Clock;
  readonly random: Random;
  /** How often one thing is tried before its error is final. */
  readonly maxAttempts: number;
  readonly signal: AbortSignal;
  /**
   * Called after a failure of the network. Answers `false` at once when the device is online; else
   * waits until it is again, or rejects because the run has ended meanwhile.
   */
  readonly waitedForNetwork: () => Promise<boolean>;
}

/**
 * Asks the backend until it answers. Waiting for the network spends no attempts.
 *
 * @throws UploadError the last one, when it is not worth or not allowed another attempt
 */
export async function retrying<T>(scope: RetryScope, ask: () => Promise<T>): Promise<T> {
  let attempts = 0;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      scope.signal.throwIfAborted();
      if (!UploadError.is(error) || !canHelp(error)) throw error;
      if (error.status === 0 && (await scope.waitedForNetwork())) continue;
      attempts++;
      if (attempts >= scope.maxAttempts) throw error;
      await sleep(scope.clock, backoffMs(attempts, scope.random, error.retryAfterMs), scope.signal);
    }
  }
}

/** Of the retryable codes, two ask for parts to be sent first: asking again as it was cannot help. */
function canHelp({ code, retryable }: UploadError): boolean {
  return retryable && code !== 'parts-missing' && code !== 'checksum-mismatch';
}
