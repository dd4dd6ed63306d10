import { backoffMs } from '../retry/backoff.ts';
import type { Verdict } from '../retry/classify.ts';
import { CORS_FAULT, failure } from '../retry/failure.ts';
import { retrying, waitedForNetwork } from '../retry/retrying.ts';
import { sleep } from '../retry/sleep.ts';
import type { Created, RunScope } from './run-scope.ts';

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
  /** A part came through: whatever was wrong before is forgiven. */
  forgive(): void;
}

/**
 * @param onUrlRefused called before a part gets another URL; none is to be used, nor asked for, until `asked` settles:
 * the backend may only then know S3's clock
 */
export function createRecovery(
  run: RunScope,
  { token, checksums }: Created,
  onUrlRefused: (asked?: Promise<unknown>) => void,
): Recovery {
  const { backend, clock, maxAttempts, network, random, signal } = run;
  /** Failed attempts by part, since any part last came through. */
  const attempts = new Map<number, number>();
  const refusals = new Map<number, number>();
  /** Attempts at whatever part that were refused or got no answer, since any part last came through. */
  let doubtful = 0;
  let asking: Promise<unknown> | undefined;

  function askStorage(): Promise<unknown> {
    asking ??= retrying(run, () => backend.listParts(token, signal)).finally(() => {
      asking = undefined;
    });
    return asking;
  }

  async function doubtUrls(): Promise<void> {
    doubtful++;
    if (doubtful < DOUBTFUL_ATTEMPTS) return;
    const asked = askStorage();
    onUrlRefused(asked);
    await asked;
  }

  return {
    async prepareAgain({ partNumber, body, url }, { remedy, error, unread }) {
      const spend = (spent: Map<number, number>, budget: number) => {
        const count = (spent.get(partNumber) ?? 0) + 1;
        spent.set(partNumber, count);
        if (count >= budget) throw error;
        return count;
      };
      if (remedy === 'ask' || remedy === 'fail') throw error;
      if (remedy === 'presign-again') {
        spend(refusals, MAX_FRESH_URLS + 1);
        onUrlRefused();
        return doubtUrls();
      }
      if (remedy === 'read-again') await checksums?.assertUnchanged(partNumber, signal);
      if (!error.status) {
        // The two causes of silence that are not the storage's: the file, and the network.
        await assertReadable(body);
        if (await waitedForNetwork(run, url)) return;
        await doubtUrls();
      }
      const failures = spend(attempts, maxAttempts);
      if (url && unread && failures >= UNREAD_OF_CORS && (await network.isUnreadable(url))) {
        throw failure('storage-misconfigured', { message: CORS_FAULT, cause: error });
      }
      await sleep(clock, backoffMs(failures, random, error.retryAfterMs), signal);
    },
    forgive() {
      attempts.clear();
      refusals.clear();
      doubtful = 0;
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
