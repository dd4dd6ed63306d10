import { type PresignedPart, partRange, UploadError } from '@slipway/protocol';
import { backoffMs } from '../retry/backoff.ts';
import { classify, type PartOutcome, type Verdict } from '../retry/classify.ts';
import { retrying } from '../retry/retrying.ts';
import { sleep } from '../retry/sleep.ts';
import { type Prepared, URLS_PER_CONNECTION } from './prepare.ts';
import { putPart } from './put-part.ts';
import type { RunScope } from './run-scope.ts';

/** How often one part may be refused for its URL before the refusal is believed. */
const MAX_FRESH_URLS = 2;

/**
 * Sends all parts that the ledger misses, over connections of the common queue.
 *
 * @throws UploadError the first failure that another attempt cannot mend; no part is in flight any more then
 */
export function sendParts(run: RunScope, { created, ledger }: Prepared): Promise<void> {
  const { services, file } = run;
  const { queue, clock, random } = services;
  const { urls, token, plan } = created;
  /** Parts that wait for a connection; the next one is at the end. */
  const pending = ledger.missing().reverse();
  /** Failed attempts by part, since any part last came through. */
  const attempts = new Map<number, number>();
  const freshUrls = new Map<number, number>();
  const ahead = services.connections * URLS_PER_CONNECTION;
  const end = new AbortController();
  const scope = { ...run, signal: end.signal };
  let presigning = false;

  return new Promise<void>((resolve, reject) => {
    if (pending.length === 0) return resolve();
    if (run.signal.aborted) return reject(run.signal.reason);

    const finish = (settle: () => void) => {
      run.signal.removeEventListener('abort', onAbort);
      leave();
      end.abort();
      ledger.dropAll();
      settle();
    };
    const onAbort = () => finish(() => reject(run.signal.reason));
    const fail = (error: unknown) => {
      if (!end.signal.aborted) finish(() => reject(error));
    };

    /** Keeps URLs ready for the parts that come next, in few requests. */
    const presign = async () => {
      if (presigning || end.signal.aborted) return;
      const now = clock.now();
      const next = pending.slice(-ahead);
      const wanted = next.filter((n) => !urls.has(n, now));
      if (wanted.length === 0 || next.length - wanted.length > ahead / 2) return;
      presigning = true;
      try {
        const parts = wanted.sort((a, b) => a - b).map((partNumber) => ({ partNumber }));
        const ask = () => services.backend.presign(token, parts, end.signal);
        urls.add(await retrying(scope, ask), clock.now());
        if (!wanted.some((n) => urls.has(n, clock.now()))) throw new UploadError('internal-error');
      } catch (error) {
        return fail(error);
      } finally {
        presigning = false;
      }
      queue.poke();
      void presign();
    };

    /** The next part that has a URL: the one waiting longest, but for a retry whose URL is on its way. */
    const nextIndex = () => {
      const now = clock.now();
      for (let i = pending.length - 1; i >= Math.max(0, pending.length - ahead); i--) {
        if (urls.has(pending[i] as number, now)) return i;
      }
      return -1;
    };

    const send = async (partNumber: number, url: PresignedPart) => {
      const { start, end: stop } = partRange(plan, file.size, partNumber);
      const body = file.slice(start, stop);
      let outcome: PartOutcome;
      try {
        outcome = await putPart(services.transport, clock, url, body, end.signal, (loaded) => {
          ledger.progress(partNumber, loaded);
          run.onProgress();
        });
      } catch (error) {
        return fail(error);
      }
      if (end.signal.aborted) return;
      if (outcome !== 'stalled' && outcome.status >= 200 && outcome.status < 300) {
        attempts.clear();
        freshUrls.clear();
        if (outcome.etag === undefined) services.warn(ETAG_WARNING);
        ledger.finish(partNumber, outcome.etag);
        run.onPartUploaded(partNumber, outcome.etag);
        if (ledger.partsDone === plan.partCount) finish(resolve);
        return;
      }
      ledger.drop(partNumber);
      run.onProgress();
      // The connection is given back first: whoever waits before another attempt holds none.
      void recover(partNumber, body, classify(outcome), outcome).catch(fail);
    };

    const recover = async (n: number, body: Blob, verdict: Verdict, outcome: PartOutcome) => {
      const { error } = verdict;
      if (verdict.do === 'fail' || verdict.do === 'ask') throw error;
      if (verdict.do === 'presign-again') {
        const refusals = (freshUrls.get(n) ?? 0) + 1;
        if (refusals > MAX_FRESH_URLS) throw error;
        freshUrls.set(n, refusals);
        urls.clear(); // What is wrong with one URL is mostly wrong with those made beside it.
      } else if (outcome === 'stalled' || outcome.status !== 0 || !(await networkWasDown(body))) {
        const failures = (attempts.get(n) ?? 0) + 1;
        attempts.set(n, failures);
        if (failures >= services.maxAttempts) throw error;
        await sleep(clock, backoffMs(failures, random, error.retryAfterMs), end.signal);
      }
      pending.push(n);
      void presign();
      queue.poke();
    };

    /** Finds the two causes of silence that are not the storage's: the file, and the network. */
    const networkWasDown = async (body: Blob) => {
      await assertReadable(body);
      end.signal.throwIfAborted();
      return run.waitedForNetwork();
    };

    run.signal.addEventListener('abort', onAbort);
    const leave = queue.join({
      get bytesLeft() {
        return file.size - ledger.doneBytes;
      },
      hasNext() {
        void presign();
        return nextIndex() >= 0;
      },
      async sendNext() {
        const [partNumber] = pending.splice(nextIndex(), 1) as [number];
        const url = urls.take(partNumber, clock.now());
        if (url) await send(partNumber, url);
        else pending.push(partNumber);
      },
    });
  });
}

const ETAG_WARNING =
  "Slipway: the storage's CORS rule does not expose ETag; parts are proven by listing them. Add ETag to ExposeHeaders.";

/** Browsers refuse to read a file that was changed or deleted since it was chosen. */
async function assertReadable(body: Blob): Promise<void> {
  try {
    await body.slice(0, 1).arrayBuffer();
  } catch (cause) {
    throw new UploadError('file-changed', {
      message: 'The file was changed or deleted while it was being sent. Choose it again.',
      cause,
    });
  }
}
