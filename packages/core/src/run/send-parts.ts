import { type PresignedPart, partRange } from '@slipway/protocol';
import type { RequestReport } from '../queue/connection-limit.ts';
import type { Way } from '../queue/ways.ts';
import { abortable } from '../retry/abortable.ts';
import { classify, type Verdict } from '../retry/classify.ts';
import { deferred } from '../retry/deferred.ts';
import { failure } from '../retry/failure.ts';
import { attemptPart } from './attempt-part.ts';
import type { Prepared } from './prepare.ts';
import { createRecovery, type LostPart } from './recover-part.ts';
import type { RunScope } from './run-scope.ts';
import { createUrlsAhead } from './urls-ahead.ts';

/** Sent within seconds even over 0.1 Mbit/s: it may wait for a connection without looking stalled. */
const BRIEF_BYTES = 64 * 1024;

/** The storage's way of saying that it is asked too much, and not that it is broken. */
const SLOW_DOWN: ReadonlySet<number> = new Set([429, 503]);

/** Without ETags the server goes by what S3 lists: the upload goes on, less proven. */
const ETAG_WARNING = 'Slipway: ETag is not exposed by CORS.';

/**
 * Sends all parts that the ledger misses, over connections of the common queue.
 *
 * @throws UploadError the first failure that another attempt cannot mend; no part is in flight any more then
 */
export async function sendParts(run: RunScope, { created, ledger }: Prepared): Promise<void> {
  const { clock, file, forms, link, network, queue, ways } = run;
  const { plan, checksums } = created;
  const end = new AbortController();
  const signal = AbortSignal.any([run.signal, end.signal]);
  const scope = { ...run, signal };
  const { promise: sent, resolve: settle, reject: fail } = deferred<void>();
  /** Parts that wait for a connection; the next one is at the end. */
  const pending = ledger.missing().reverse();
  const urls = createUrlsAhead(scope, created, pending, fail);
  const recovery = createRecovery(scope, created, urls);
  let onWire = 0;
  /** Parts that wait because the storage asked to slow down. */
  let heldBack = 0;

  /** The next part that can go: a retry whose URL is not there yet is passed by. */
  function nextIndex(): number {
    return pending.findLastIndex((n, i) => {
      const url = i >= pending.length - urls.depth() ? urls.peek(n) : undefined;
      return url && ways.isFree(url);
    });
  }

  async function send(
    partNumber: number,
    url: PresignedPart,
    way: Way,
    report: RequestReport,
  ): Promise<void> {
    const { start, end } = partRange(plan, file.size, partNumber);
    const body = file.slice(start, end);
    const startedMs = clock.now();
    ledger.progress(partNumber, 0);
    const attempt = attemptPart(run, url, way, body, signal, (loaded) => {
      ledger.progress(partNumber, loaded);
      run.onProgress();
    });
    onWire++;
    const outcome = await attempt.catch((error) => {
      onWire--;
      way.release(undefined);
      throw error;
    });
    onWire--;
    const answered = outcome !== 'stalled' && outcome.status > 0;
    const onTrial = way.unproven;
    way.release(answered);
    if (signal.aborted) return;
    if (answered) network.heardFrom(url.url);
    else if (onTrial) {
      ledger.drop(partNumber);
      return again(partNumber); // The way is no way: that says nothing of the part.
    }
    const failed = outcome === 'stalled' || outcome.status < 200 || outcome.status > 299;
    const putInstead = url.fields && forms.putInstead(!failed);
    if (failed) {
      ledger.drop(partNumber);
      run.onProgress();
      const verdict = classify(outcome);
      if (verdict.overloaded) report.overloaded();
      if (!answered) link.lost();
      if (putInstead && verdict.remedy !== 'retry') return again(partNumber);
      // The connection is given back first: whoever waits before another attempt holds none.
      const part: LostPart = { partNumber, body, url: way.main ? url.url : undefined };
      const ready = recovery.prepareAgain(part, verdict);
      void holdBack(verdict, ready).then(() => again(partNumber), fail);
      return;
    }
    const { etag } = outcome;
    report.sent(body.size);
    link.sent(body.size, clock.now() - startedMs);
    recovery.forgive(startedMs);
    if (!etag && !url.fields) run.warn(ETAG_WARNING);
    ledger.finish(partNumber, etag);
    // It goes on, unless all that is left is held back.
    const isHeldBack = heldBack > 0 && onWire + pending.length === 0;
    run.dispatch({ type: isHeldBack ? 'slow-down' : 'go-on' });
    run.onPartUploaded(partNumber, etag);
    settleWhenDone();
  }

  /** Tells of a storage that asked to slow down, unless more parts are on the wire than had to give way. */
  function holdBack({ error }: Verdict, ready: Promise<void>): Promise<void> {
    if (!SLOW_DOWN.has(error.status ?? 0)) return ready;
    heldBack++;
    if (heldBack > onWire) run.dispatch({ type: 'slow-down' });
    return ready.finally(() => heldBack--);
  }

  function settleWhenDone(): void {
    if (ledger.partsDone === plan.partCount) settle();
  }

  /** What is there already is read beside what is sent, and counts only when it proves to be this file's. */
  async function verifyStored(): Promise<void> {
    for (const { partNumber, etag, checksum } of ledger.stored) {
      const own = await checksums?.compute(partNumber, signal);
      if (checksums && own !== checksum) throw failure('checksum-mismatch');
      ledger.finish(partNumber, etag);
      run.onProgress();
    }
    settleWhenDone();
  }

  function again(partNumber: number): void {
    pending.push(partNumber);
    queue.poke();
  }

  void verifyStored().catch(fail);
  const leave = queue.join({
    isBrief: file.size <= BRIEF_BYTES && plan.kind === 'single',
    get bytesLeft() {
      return file.size - ledger.doneBytes;
    },
    hasNext() {
      urls.ensure();
      return nextIndex() >= 0;
    },
    async sendNext(report) {
      const [partNumber] = pending.splice(nextIndex(), 1) as [number];
      const url = urls.take(partNumber);
      const way = url && ways.take(url);
      if (way) await send(partNumber, url, way, report).catch(fail);
      else pending.push(partNumber);
    },
  });
  return abortable(sent, run.signal).finally(() => {
    leave();
    end.abort();
  });
}
