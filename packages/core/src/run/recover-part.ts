import { backoffMs } from '../retry/backoff.ts';
import type { Verdict } from '../retry/classify.ts';
import { CORS_FAULT, failure } from '../retry/failure.ts';
import { retrying, waitedForNetwork } from '../retry/retrying.ts';
import { sleep } from '../retry/sleep.ts';
import type { Created, RunScope } from './run-scope.ts';
import type { UrlsAhead } from './urls-ahead.ts';

/** How often one part may be refused for its URL before the refusal is believed. */
const MAX_FRESH_URLS = 3;

/** A short outage looks like wrong CORS rules. So many attempts at one part take seconds: it was not that. */
const UNREAD_OF_CORS = 4;

/**
 * After so many attempts in a row that S3 refused for their URL, or that got no answer over a network that is there, S3
 * is asked: only so does a backend whose clock is wrong learn the time, and a page that the upload is gone. Firefox
 * reads no answer to a body that was not read to its end, which is how S3 refuses.
 */
const DOUBTFUL_ATTEMPTS = 2;

/** A part that was not taken. */
export interface LostPart {
  readonly partNumber: number;
  readonly body: Blob;
  /** Where it was sent to; `undefined` for ways that say nothing of the storage. */
  readonly url: string | undefined;
}

/** Does what has to be done before a part is sent again, and counts how often that was. */
export interface Recovery {
  /**
   * Settles when the part may be sent again.
   *
   * @throws UploadError when that would not help, or was done often enough
   */
  prepareAgain(part: LostPart, verdict: Verdict): Promise<void>;
  /**
   * A part came through whose attempt began then, by the clock: whatever was wrong before is forgiven. That URLs are
   * refused by now is not disproved by one that was let in before.
   */
  forgive(startedMs: number): void;
}

/**
 * @param urls are cleared before a part gets another one, and held while it is found out what is wrong: with a backend
 * that has S3's clock wrong, each that is used is refused
 */
export function createRecovery(
  run: RunScope,
  { token, checksums }: Created,
  urls: Pick<UrlsAhead, 'clear' | 'hold'>,
): Recovery {
  const { backend, clock, maxAttempts, network, random, signal } = run;
  /** Failed attempts by part, since any part last came through. */
  const attempts = new Map<number, number>();
  const refusals = new Map<number, number>();
  /** Attempts at whatever part that were refused or got no answer, since one that began later came through. */
  let doubtful = 0;
  let lastDoubtMs = 0;
  let asking: Promise<unknown> | undefined;

  async function doubtUrls(): Promise<void> {
    doubtful++;
    lastDoubtMs = clock.now();
    if (doubtful < DOUBTFUL_ATTEMPTS) return;
    urls.clear();
    asking ??= retrying(run, () => backend.listParts(token, signal)).finally(() => {
      asking = undefined;
    });
    await urls.hold(asking);
  }

  /** Why was there no answer? Whether the network was away; with it and the file there, URLs are doubted. */
  async function inquire({ body, url }: LostPart): Promise<boolean> {
    await assertReadable(body);
    const waited = await waitedForNetwork(run, url);
    if (!waited) await doubtUrls();
    return waited;
  }

  return {
    async prepareAgain(part, { remedy, error, unread }) {
      const { partNumber, url } = part;
      const spend = (spent: Map<number, number>, budget: number) => {
        const count = (spent.get(partNumber) ?? 0) + 1;
        spent.set(partNumber, count);
        if (count >= budget) throw error;
        return count;
      };
      if (remedy === 'ask' || remedy === 'fail') throw error;
      if (remedy === 'presign-again') {
        spend(refusals, MAX_FRESH_URLS + 1);
        urls.clear();
        return doubtUrls();
      }
      if (remedy === 'read-again') await checksums?.assertUnchanged(partNumber, signal);
      if (!error.status && (await urls.hold(inquire(part)))) return;
      const failures = spend(attempts, maxAttempts);
      if (url && unread && failures >= UNREAD_OF_CORS && (await network.isUnreadable(url))) {
        throw failure('storage-misconfigured', { message: CORS_FAULT, cause: error });
      }
      await sleep(clock, backoffMs(failures, random, error.retryAfterMs), signal);
    },
    forgive(startedMs) {
      attempts.clear();
      refusals.clear();
      if (startedMs >= lastDoubtMs) doubtful = 0;
    },
  };
}

/** Browsers refuse to read a file that was changed or deleted since it was chosen. */
async function assertReadable(body: Blob): Promise<void> {
  try {
    await body.slice(0, 1).arrayBuffer();
  } catch (cause) {
    throw failure('file-changed', { cause });
  }
}
