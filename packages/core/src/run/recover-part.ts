import type { UploadError } from '@slipway/protocol';
import { backOff } from '../retry/backoff.ts';
import type { Verdict } from '../retry/classify.ts';
import { failure } from '../retry/failure.ts';
import { waitedForNetwork } from '../retry/retrying.ts';
import { loadRareCases } from './load-script.ts';
import type { Attempt } from './part-result.ts';
import type { ResultListener } from './result-listeners.ts';
import type { Created, RunScope } from './run-scope.ts';
import { createUrlDoubt } from './url-doubt.ts';
import type { UrlsAhead } from './urls-ahead.ts';

/** How many fresh URLs a part gets before the run believes that S3 refuses the part itself. */
const MAX_FRESH_URLS = 3;

/** A short outage looks like wrong CORS rules. This many attempts take seconds, so an outage is ruled out. */
const UNREAD_OF_CORS = 4;

/** Prepares lost parts for their next attempt, and counts the attempts. */
export interface Recovery extends Pick<Required<ResultListener>, 'done'> {
  /**
   * Settles when the part may be sent again.
   *
   * @throws UploadError when another attempt cannot help, or all attempts are used up
   */
  prepareAgain(attempt: Attempt, verdict: Verdict): Promise<void>;
}

/** @param urls are cleared when S3 refuses one, and held while the run finds out what is wrong */
export function createRecovery(
  run: RunScope,
  { token, checksums }: Created,
  urls: Pick<UrlsAhead, 'clear' | 'hold'>,
): Recovery {
  const { forms, maxAttempts, network, signal } = run;
  /** Failed attempts by part. Any part that succeeds resets the counts. */
  const attempts = new Map<number, number>();
  const refusals = new Map<number, number>();
  const doubt = createUrlDoubt(run, token, urls);

  /**
   * Finds out why there was no answer. Returns whether the network was down. If the network and the file are fine, the
   * URLs are in doubt.
   */
  async function inquire({ body }: Attempt, url: string | undefined): Promise<boolean> {
    await assertReadable(body);
    const waited = await waitedForNetwork(run, url);
    if (!waited) await doubt.raise();
    return waited;
  }

  return {
    async prepareAgain(attempt, { remedy, error, unread, body }) {
      const { part, way } = attempt;
      const { partNumber } = part;
      // The storage accepts no forms, so the form was at fault. The next attempt is a PUT.
      if (part.fields && !forms.accepted && remedy !== 'retry') return;
      // A failure over another way says nothing about the storage.
      const url = way.main ? part.url : undefined;
      if (remedy === 'ask') throw error;
      if (remedy === 'fail') throw (await loadRareCases()).explainRefusal(error, body);
      if (remedy === 'presign-again') {
        spend(refusals, partNumber, MAX_FRESH_URLS + 1, error);
        urls.clear();
        return doubt.raise();
      }
      if (remedy === 'read-again') await checksums?.assertUnchanged(partNumber, signal);
      if (!error.status && (await urls.hold(inquire(attempt, url)))) return;
      const failures = spend(attempts, partNumber, maxAttempts, error);
      if (url && unread && failures >= UNREAD_OF_CORS && (await network.isUnreadable(url))) {
        throw (await loadRareCases()).corsFault(error);
      }
      await backOff(run, failures, error);
    },
    // A success forgives earlier failures.
    done({ startedMs }) {
      attempts.clear();
      refusals.clear();
      doubt.settle(startedMs);
    },
  };
}

/** Counts one more failure of a part. Returns the count, or throws `error` when the budget is used up. */
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

/** Browsers refuse to read a file that was changed or deleted after the user chose it. */
async function assertReadable(body: Blob): Promise<void> {
  try {
    await body.slice(0, 1).arrayBuffer();
  } catch (cause) {
    throw failure('file-changed', { cause });
  }
}
