import { attemptPart } from './attempt-part.ts';
import type { Attempt } from './part-result.ts';
import type { Prepared } from './prepare.ts';
import { createRecovery } from './recover-part.ts';
import { createResultListeners, type ResultListener } from './result-listeners.ts';
import type { RunScope } from './run-scope.ts';
import type { UrlsAhead } from './urls-ahead.ts';

/** With these the storage asks to slow down. Other 5xx mean that it is broken. */
const SLOW_DOWN: ReadonlySet<number | undefined> = new Set([429, 503]);

/**
 * Sends parts in three steps: attempt, judge the outcome, act on the result. Connection limit, link, network, forms and
 * ledger listen to the result.
 *
 * @param pending parts that wait for a connection. A lost part joins them at the end
 * @param fail called with an error that no further attempt can repair
 */
export function createPartSender(
  run: RunScope,
  { created, ledger }: Prepared,
  urls: UrlsAhead,
  pending: number[],
  fail: (error: unknown) => void,
): (attempt: Attempt) => Promise<void> {
  const { dispatch, queue, signal } = run;
  const recovery = createRecovery(run, created, urls);
  const listeners: readonly ResultListener[] = [recovery, ...createResultListeners(run, ledger)];
  /** Parts that wait because the storage asked to slow down. */
  let heldBack = 0;

  /** The upload counts as held back once more of its parts wait for this than are on the wire. */
  function hold(ready: Promise<void>): Promise<void> {
    heldBack++;
    if (heldBack > ledger.onWire) dispatch({ type: 'slow-down' });
    return ready.finally(() => heldBack--);
  }

  return async (attempt) => {
    const { partNumber } = attempt.part;
    const again = () => {
      pending.push(partNumber);
      queue.poke();
    };
    ledger.progress(partNumber, 0);
    const result = await attemptPart(run, attempt, (loaded) => {
      ledger.progress(partNumber, loaded);
      run.onProgress();
    });
    if (signal.aborted) return;
    // TypeScript cannot see that `kind` selects the listener whose parameter is this result.
    for (const listener of listeners) listener[result.kind]?.(attempt, result as never);
    if (result.kind === 'done') {
      // The upload continues, unless all remaining parts are held back.
      const isHeldBack = heldBack > 0 && ledger.onWire + pending.length === 0;
      dispatch({ type: isHeldBack ? 'slow-down' : 'go-on' });
      run.onPartUploaded(partNumber, result.etag);
    } else if (result.kind === 'again') {
      again();
    } else {
      const { verdict } = result;
      // Not awaited: a part that waits before its next attempt must not hold a connection.
      const ready = recovery.prepareAgain(attempt, verdict);
      const held = SLOW_DOWN.has(verdict.error.status) ? hold(ready) : ready;
      void held.then(again, fail);
    }
  };
}
