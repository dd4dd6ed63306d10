import { partRange } from '@slipway/protocol';
import { abortable } from '../retry/abortable.ts';
import { deferred } from '../retry/deferred.ts';
import { retrying } from '../retry/retrying.ts';
import { loadSeveralParts } from './load-script.ts';
import type { Prepared } from './prepare.ts';
import type { RunScope } from './run-scope.ts';
import { createPartSender } from './send-part.ts';
import { createUrlsAhead } from './urls-ahead.ts';

/** Such a file is sent within seconds even at 0.1 Mbit/s, so it may wait for a connection without looking stalled. */
const BRIEF_BYTES = 64 * 1024;

/**
 * Sends all parts that the ledger misses, over connections of the shared queue.
 *
 * @throws UploadError the first failure that another attempt cannot repair. By then no part is in flight
 */
export async function sendParts(given: RunScope, prepared: Prepared): Promise<void> {
  const { created, ledger } = prepared;
  const { plan } = created;
  const end = new AbortController();
  const run = { ...given, signal: AbortSignal.any([given.signal, end.signal]) };
  const { clock, file, queue, ways } = run;
  const { promise: sent, resolve: settle, reject: fail } = deferred<void>();
  /** Parts that wait for a connection. The next one is at the end. */
  const pending = ledger.missing().reverse();
  const several = plan.kind === 'multipart' ? await retrying(run, loadSeveralParts) : undefined;
  const pick = several?.createPickPart(run, prepared) ?? (([first]) => first);
  const urls = createUrlsAhead(run, created, pending, pick, fail);

  const send = createPartSender(run, prepared, urls, pending, fail);

  function settleWhenDone(): void {
    if (ledger.partsDone === plan.partCount) settle();
  }

  several?.verifyStored(run, prepared).then(settleWhenDone, fail);
  const leave = queue.join({
    isBrief: file.size <= BRIEF_BYTES && plan.kind === 'single',
    get bytesLeft() {
      return file.size - ledger.doneBytes;
    },
    hasNext() {
      urls.ensure();
      return urls.next() >= 0;
    },
    async sendNext(report) {
      const [partNumber] = pending.splice(urls.next(), 1) as [number];
      const part = urls.take(partNumber);
      const way = part && ways.take(part);
      if (!way) return void pending.push(partNumber);
      const { start, end } = partRange(plan, file.size, partNumber);
      const body = file.slice(start, end);
      const attempt = { part, body, way, report, startedMs: clock.now() };
      await send(attempt).then(settleWhenDone, fail);
    },
  });
  return abortable(sent, given.signal).finally(() => {
    leave();
    end.abort();
  });
}
