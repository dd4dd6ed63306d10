import { type PresignedPart, partRange } from '@slipway/protocol';
import type { RequestReport } from '../queue/connection-limit.ts';
import type { Way } from '../queue/ways.ts';
import { abortable } from '../retry/abortable.ts';
import { backoffMs } from '../retry/backoff.ts';
import { classify, type Verdict } from '../retry/classify.ts';
import { deferred } from '../retry/deferred.ts';
import { CORS_FAULT, failure } from '../retry/failure.ts';
import { retrying, waitedForNetwork } from '../retry/retrying.ts';
import { sleep } from '../retry/sleep.ts';
import { attemptPart } from './attempt-part.ts';
import { URLS_PER_CONNECTION } from './create-upload.ts';
import type { Prepared } from './prepare.ts';
import { recordChecksums } from './record-checksums.ts';
import type { RunScope } from './run-scope.ts';

/** How often one part may be refused for its URL before the refusal is believed. */
const MAX_FRESH_URLS = 3;

/** A short outage looks like wrong CORS rules. So many attempts at one part take seconds: it was not that. */
const UNREAD_OF_CORS = 4;

/**
 * Sends all parts that the ledger misses, over connections of the common queue.
 *
 * @throws UploadError the first failure that another attempt cannot mend; no part is in flight any more then
 */
export async function sendParts(run: RunScope, { created, ledger }: Prepared): Promise<void> {
  const { backend, clock, connections, file, forms, maxAttempts, network, queue, random, ways } =
    run;
  const { urls, token, plan, checksums } = created;
  /** Parts that wait for a connection; the next one is at the end. */
  const pending = ledger.missing().reverse();
  /** Failed attempts by part, since any part last came through. */
  const attempts = new Map<number, number>();
  const refusals = new Map<number, number>();
  const ahead = connections * URLS_PER_CONNECTION;
  const end = new AbortController();
  const signal = AbortSignal.any([run.signal, end.signal]);
  const scope = { ...run, signal };
  /** Parts that are being read, ahead of their turn. */
  const reading = new Set<number>();
  let presigning = false;
  let asking: Promise<unknown> | undefined;
  let smallestBatch = connections;

  const { promise: sent, resolve: settle, reject: fail } = deferred<void>();

  async function readAhead(partNumber: number): Promise<void> {
    if (!checksums || checksums.get(partNumber) || reading.has(partNumber)) return;
    reading.add(partNumber);
    await checksums.compute(partNumber, run.signal).catch(fail);
    reading.delete(partNumber);
    queue.poke();
  }

  /**
   * Keeps URLs ready for the parts that come next, in few requests: while parts are being read, a small batch
   * waits for them to become a larger one.
   */
  async function presign(): Promise<void> {
    const next = pending.slice(-ahead);
    const bare = next.filter((n) => !usableUrl(n));
    for (const partNumber of bare.toReversed()) void readAhead(partNumber);
    const wanted = bare.filter((n) => !reading.has(n));
    if (presigning || wanted.length === 0 || next.length - bare.length > ahead / 2) return;
    if (wanted.length < Math.min(smallestBatch, bare.length)) return;
    smallestBatch = Math.min(2 * smallestBatch, ahead / 2);
    presigning = true;
    try {
      const parts = wanted.reverse().map((partNumber) => ({
        partNumber,
        checksum: checksums?.get(partNumber),
      }));
      const answer = await retrying(scope, () => backend.presign.ask({ token, parts }));
      recordChecksums(run, wanted);
      urls.add(answer.parts, clock.now());
      if (!wanted.some(usableUrl)) throw failure('internal-error');
    } catch (error) {
      return fail(error);
    } finally {
      presigning = false;
    }
    queue.poke();
  }

  function askStorage(): Promise<unknown> {
    asking ??= retrying(scope, () => backend.listParts(token, signal)).finally(() => {
      asking = undefined;
    });
    return asking;
  }

  function usableUrl(partNumber: number): PresignedPart | undefined {
    const url = urls.peek(partNumber, clock.now());
    return url && forms.fits(url) && ways.leads(url) ? url : undefined;
  }

  /** The next part that can go: a retry whose URL is not there yet is passed by. */
  function nextIndex(): number {
    return pending.findLastIndex((n, i) => {
      const url = i >= pending.length - ahead ? usableUrl(n) : undefined;
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
    ledger.progress(partNumber, 0);
    const attempt = attemptPart(run, url, way, body, signal, (loaded) => {
      ledger.progress(partNumber, loaded);
      run.onProgress();
    });
    const outcome = await attempt.catch((error) => {
      way.release(undefined);
      throw error;
    });
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
      if (putInstead && verdict.remedy !== 'retry') return again(partNumber);
      // The connection is given back first: whoever waits before another attempt holds none.
      void recover(partNumber, body, way.main ? url.url : undefined, verdict).catch(fail);
      return;
    }
    const { etag } = outcome;
    report.sent(body.size);
    attempts.clear();
    refusals.clear();
    if (!etag && !url.fields) run.warn(ETAG_WARNING);
    ledger.finish(partNumber, etag);
    run.onPartUploaded(partNumber, etag);
    settleWhenDone();
  }

  function settleWhenDone(): void {
    if (ledger.partsDone === plan.partCount) settle();
  }

  /** What is there already is read beside what is sent, and counts only when it proves to be this file's. */
  async function verifyStored(): Promise<void> {
    for (const { partNumber, etag, checksum } of ledger.stored) {
      const own = await checksums?.compute(partNumber, run.signal);
      if (checksums && own !== checksum) throw failure('checksum-mismatch');
      ledger.finish(partNumber, etag);
      run.onProgress();
    }
    settleWhenDone();
  }

  async function recover(
    partNumber: number,
    body: Blob,
    url: string | undefined,
    { remedy, error, unread }: Verdict,
  ): Promise<void> {
    const spend = (spent: Map<number, number>, budget: number) => {
      const count = (spent.get(partNumber) ?? 0) + 1;
      spent.set(partNumber, count);
      if (count >= budget) throw error;
      return count;
    };
    if (remedy === 'presign-again') {
      // A backend whose clock is wrong learns S3's by asking S3 something; presigning asks nothing.
      if (spend(refusals, MAX_FRESH_URLS + 1) > 1) await askStorage();
      urls.clear(); // What is wrong with one URL is mostly wrong with those made beside it.
    } else if (remedy === 'ask' || remedy === 'fail') {
      throw error;
    } else {
      if (remedy === 'read-again') await checksums?.assertUnchanged(partNumber, signal);
      // The two causes of silence that are not the storage's: the file, and the network.
      if (!error.status) await assertReadable(body);
      if (error.status || !(await waitedForNetwork(scope, url))) {
        const failures = spend(attempts, maxAttempts);
        if (url && unread && failures >= UNREAD_OF_CORS && (await network.isUnreadable(url))) {
          throw failure('storage-misconfigured', { message: CORS_FAULT, cause: error });
        }
        await sleep(clock, backoffMs(failures, random, error.retryAfterMs), signal);
      }
    }
    again(partNumber);
  }

  function again(partNumber: number): void {
    pending.push(partNumber);
    queue.poke();
  }

  void verifyStored().catch(fail);
  const leave = queue.join({
    get bytesLeft() {
      return file.size - ledger.doneBytes;
    },
    hasNext() {
      void presign();
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

/** Without ETags the server goes by what S3 lists: the upload goes on, less proven. */
const ETAG_WARNING = 'Slipway: ETag is not exposed by CORS.';

/** Browsers refuse to read a file that was changed or deleted since it was chosen. */
async function assertReadable(body: Blob): Promise<void> {
  try {
    await body.slice(0, 1).arrayBuffer();
  } catch (cause) {
    throw failure('file-changed', { cause });
  }
}
