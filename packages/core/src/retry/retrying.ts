import { UploadError } from '@slipway/protocol';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import { abortable } from './abortable.ts';
import { backOff } from './backoff.ts';
import { callbackOf } from './callback-of.ts';
import type { Network } from './network.ts';

/** What retrying needs. */
export interface RetryScope {
  readonly clock: Clock;
  readonly random: Random;
  readonly network: Network;
  /** How many attempts there are before the error is final. */
  readonly maxAttempts: number;
  readonly signal: AbortSignal;
  readonly dispatch: (event: { readonly type: 'pause'; readonly reason: 'offline' }) => void;
}

/**
 * Calls `ask` until it succeeds. Waiting for the network uses up no attempt.
 *
 * @throws UploadError the last error, when a retry cannot help or all attempts are used up
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
 * Call this after a request got no answer. Resolves with `false` if the network works and `url`, if given, can be
 * reached. Otherwise waits for that and resolves with `true`. An upload that can pause does so: its run ends, and it
 * resumes by itself.
 */
export async function waitedForNetwork(scope: RetryScope, url?: string): Promise<boolean> {
  const { network, dispatch, signal } = scope;
  if (url) await network.check(url);
  if (network.online) return false;
  dispatch({ type: 'pause', reason: 'offline' });
  await callbackOf(network.onOnline, signal);
  return true;
}

/** Whether asking again can help. Two retryable codes ask for other parts first, so the same request cannot succeed. */
function canHelp({ code, retryable }: UploadError): boolean {
  return retryable && !/^(parts|checksum)-/.test(code);
}
