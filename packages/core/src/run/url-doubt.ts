import { retrying } from '../retry/retrying.ts';
import type { RunScope } from './run-scope.ts';
import type { UrlsAhead } from './urls-ahead.ts';

/**
 * An attempt is doubtful if S3 refused its URL, or if it got no answer over a network that works. After this many in a
 * row the run asks the backend to list the parts at S3. A backend with a wrong clock learns the time from that, and the
 * run learns whether the upload is gone. Unanswered attempts count because of Firefox: S3 refuses before it has read
 * the body, and then Firefox does not read the answer.
 */
const DOUBTFUL_ATTEMPTS = 2;

/** The doubt whether S3 accepts the URLs that the backend presigns. */
export interface UrlDoubt {
  /** Counts a doubtful attempt at any part. Settles once URLs may be used again. */
  raise(): Promise<void>;
  /** Ends the doubt, if an attempt that started at `startedMs` succeeded. It must have started after the doubt arose. */
  settle(startedMs: number): void;
}

/**
 * Creates a count of doubtful attempts, which starts at zero.
 *
 * @param urls are cleared and held during the inquiry, because S3 refuses every URL of a backend with a wrong clock
 */
export function createUrlDoubt(
  run: RunScope,
  token: string,
  urls: Pick<UrlsAhead, 'clear' | 'hold'>,
): UrlDoubt {
  const { backend, clock, signal } = run;
  /** Doubtful attempts in a row. */
  let attempts = 0;
  let lastMs = 0;
  let asking: Promise<unknown> | undefined;
  return {
    async raise() {
      attempts++;
      lastMs = clock.now();
      if (attempts < DOUBTFUL_ATTEMPTS) return;
      urls.clear();
      asking ??= retrying(run, () => backend.listParts(token, signal)).finally(() => {
        asking = undefined;
      });
      await urls.hold(asking);
    },
    settle(startedMs) {
      if (startedMs >= lastMs) attempts = 0;
    },
  };
}
