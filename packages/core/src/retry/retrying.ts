import { UploadError } from '@slipway/protocol';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import { abortable } from './abortable.ts';
import { backOff } from './backoff.ts';
import { callbackOf } from './callback-of.ts';
import type { Network } from './network.ts';

/** What retrying needs from around it. */
export interface RetryScope {
  readonly clock: Clock;
  readonly random: Random;
  readonly network: Network;
  /** How often one thing is tried before its error is final. */
  readonly maxAttempts: number;
  readonly signal: AbortSignal;
  readonly dispatch: (event: { readonly type: 'pause'; readonly reason: 'offline' }) => void;
}

/**
 * Asks the backend until it answers. Waiting for the network spends no attempts.
 *
 * @throws UploadError the last one, when it is not worth or not allowed another attempt
 */
export async function retrying<T>(scope: RetryScope, ask: () => Promise<T>): Promise<T> {
  const { signal, maxAttempts } = scope;
  for (let attempts = 1; ; attempts++) {
    try {
      signal.throwIfAborted();
      return await abortable(ask(), signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!UploadError.is(error) || !canHelp(error)) throw error;
      if (!error.status && (await waitedForNetwork(scope))) attempts = 0;
      else if (attempts >= maxAttempts) throw error;
      else await backOff(scope, attempts, error);
    }
  }
}

/**
 * Called after a request that got no answer. Answers `false` when there is a network, and `url`, where one is given,
 * can be reached; else waits until that is so. An upload that can be paused is: it ends its run, and comes
 * back by itself.
 */
export async function waitedForNetwork(scope: RetryScope, url?: string): Promise<boolean> {
  const { network, dispatch, signal } = scope;
  if (url) await network.check(url);
  if (network.online) return false;
  dispatch({ type: 'pause', reason: 'offline' });
  await callbackOf(network.onOnline, signal);
  return true;
}

/** Of the retryable codes, two ask for parts to be sent first: asking again as it was cannot help. */
function canHelp({ code, retryable }: UploadError): boolean {
  return retryable && !/^(parts|checksum)-/.test(code);
}
