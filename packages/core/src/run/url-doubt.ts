import { retrying } from '../retry/retrying.ts';
import type { RunScope } from './run-scope.ts';
import type { UrlsAhead } from './urls-ahead.ts';

/**
 * After so many attempts in a row that S3 refused for their URL, or that got no answer over a network that works, the
 * backend asks S3 what it holds. Only so does a backend whose clock is wrong learn the time, and the page that the
 * upload is gone. Unanswered attempts count because Firefox reads no answer to a body that was not read to its end,
 * which is how S3 refuses.
 */
const DOUBTFUL_ATTEMPTS = 2;

/** Doubt whether S3 accepts the URLs that the backend presigns. */
export interface UrlDoubt {
  /** An attempt at any part was refused or got no answer. Settles once URLs may be used again. */
  raise(): Promise<void>;
  /** A part came through whose attempt started then, by the clock. One that started before the doubt proves nothing. */
  settle(startedMs: number): void;
}

/**
 * No doubt yet.
 *
 * @param urls are cleared and held while S3 is asked: with a backend whose clock is wrong, S3 refuses each one
 */
export function createUrlDoubt(
  run: RunScope,
  token: string,
  urls: Pick<UrlsAhead, 'clear' | 'hold'>,
): UrlDoubt {
  const { backend, clock, signal } = run;
  /** Doubtful attempts since one came through that started later. */
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
