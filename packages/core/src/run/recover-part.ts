import type { UploadError } from '@slipway/protocol';
import { backOff } from '../retry/backoff.ts';
import type { Verdict } from '../retry/classify.ts';
import { CORS_FAULT, failure } from '../retry/failure.ts';
import { waitedForNetwork } from '../retry/retrying.ts';
import type { Attempt } from './part-result.ts';
import type { ResultListener } from './result-listeners.ts';
import type { Created, RunScope } from './run-scope.ts';
import { createUrlDoubt } from './url-doubt.ts';
import type { UrlsAhead } from './urls-ahead.ts';

/** How often S3 may refuse one part for its URL before the refusal is believed. */
const MAX_FRESH_URLS = 3;

/** A short outage looks like wrong CORS rules. After this many attempts, which take seconds, it was no outage. */
const UNREAD_OF_CORS = 4;

/** Prepares lost parts for their next attempt, and counts attempts. */
export interface Recovery extends Pick<Required<ResultListener>, 'done'> {
  /**
   * Settles when the part may be sent again.
   *
   * @throws UploadError when another attempt cannot help, or the attempts are used up
   */
  prepareAgain(attempt: Attempt, verdict: Verdict): Promise<void>;
}

/** @param urls are cleared before a part gets another one, and held while it is unclear what is wrong */
export function createRecovery(
  run: RunScope,
  { token, checksums }: Created,
  urls: Pick<UrlsAhead, 'clear' | 'hold'>,
): Recovery {
  const { forms, maxAttempts, network, signal } = run;
  /** Failed attempts by part, since any part last came through. */
  const attempts = new Map<number, number>();
  const refusals = new Map<number, number>();
  const doubt = createUrlDoubt(run, token, urls);

  /** Why was there no answer? Answers whether the network was away. If it and the file are there, URLs are doubted. */
  async function inquire({ body }: Attempt, url: string | undefined): Promise<boolean> {
    await assertReadable(body);
    const waited = await waitedForNetwork(run, url);
    if (!waited) await doubt.raise();
    return waited;
  }

  return {
    async prepareAgain(attempt, { remedy, error, unread }) {
      const { part, way } = attempt;
      const { partNumber } = part;
      // The storage takes no forms: this one was at fault, and the next attempt is a PUT.
      if (part.fields && !forms.accepted && remedy !== 'retry') return;
      // Helpers say nothing about the storage.
      const url = way.main ? part.url : undefined;
      if (remedy === 'ask' || remedy === 'fail') throw error;
      if (remedy === 'presign-again') {
        spend(refusals, partNumber, MAX_FRESH_URLS + 1, error);
        urls.clear();
        return doubt.raise();
      }
      if (remedy === 'read-again') await checksums?.assertUnchanged(partNumber, signal);
      if (!error.status && (await urls.hold(inquire(attempt, url)))) return;
      const failures = spend(attempts, partNumber, maxAttempts, error);
      if (url && unread && failures >= UNREAD_OF_CORS && (await network.isUnreadable(url))) {
        throw failure('storage-misconfigured', { message: CORS_FAULT, cause: error });
      }
      await backOff(run, failures, error);
    },
    // Forgives earlier failures.
    done({ startedMs }) {
      attempts.clear();
      refusals.clear();
      doubt.settle(startedMs);
    },
  };
}

/** Counts one more failure of a part. Answers how many there are, or throws once the budget is used up. */
function spend(
  spent: Map<number, number>,
  partNumber: number,
  budget: number,
  error: UploadError,
): number {
  const count = (spent.get(partNumber) ?? 0) + 1;
  spent.set(partNumber, count);
  if (count >= budget) throw error;
  return count;
}

/** Browsers refuse to read a file that was changed or deleted since it was chosen. */
async function assertReadable(body: Blob): Promise<void> {
  try {
    await body.slice(0, 1).arrayBuffer();
  } catch (cause) {
    throw failure('file-changed', { cause });
  }
}
