import { UploadError } from '@slipway/protocol';
import { delay } from '../clock.ts';
import { SharedFailure } from '../store/shared-failure.ts';
import type { Settlement } from './settlement.ts';

/** A request that wants an upload to end. */
export interface Waiter {
  /** Whose request it is. @defaultValue none: a background task */
  readonly account?: string | undefined;
  /** Aborts when the client has disconnected. */
  readonly signal?: AbortSignal | undefined;
}

/** Lets the requests of this replica that wait for the end of one upload share one look at the store. */
export interface WaitingRoom {
  /**
   * Runs `settle`, or waits for the run of an earlier request for the same upload and returns its result. If that run fails,
   * the next waiter runs its own `settle`. If the storage was unavailable, all waiters fail.
   *
   * @throws UploadError `rate-limited` if too many requests wait, `storage-unavailable` if the run takes too long, or
   *   `network-error` if the client has disconnected
   */
  share(id: string, waiter: Waiter, settle: () => Promise<Settlement>): Promise<Settlement>;
}

/** What a waiting room allows. */
export interface WaitingRoomOptions {
  /** How long a request waits for another one, in milliseconds. @defaultValue 20,000 */
  readonly waitMs?: number | undefined;
}

const WAIT_MS = 20_000;
const MOST_PER_UPLOAD = 16;
const MOST_PER_CALLER = 64;

/** Creates the waiting room of one replica. */
export function createWaitingRoom({ waitMs = WAIT_MS }: WaitingRoomOptions = {}): WaitingRoom {
  const runs = new Map<string, Promise<Settlement>>();
  const waiting = new Map<string, number>();

  /** Runs alone, so that the requests that come meanwhile wait for it. */
  async function runFor(id: string, settle: () => Promise<Settlement>): Promise<Settlement> {
    const run = settle();
    runs.set(id, run);
    try {
      return await run;
    } finally {
      // A waiter may have started the next run already.
      if (runs.get(id) === run) runs.delete(id);
    }
  }

  /** Counts the waiter. Returns the function that stops counting it. */
  function enter(id: string, { account }: Waiter): () => void {
    const counted = [
      { name: `upload ${id}`, most: MOST_PER_UPLOAD },
      ...(account === undefined ? [] : [{ name: `caller ${account}`, most: MOST_PER_CALLER }]),
    ];
    if (counted.some(({ name, most }) => (waiting.get(name) ?? 0) >= most)) throw tooMany();
    for (const { name } of counted) waiting.set(name, (waiting.get(name) ?? 0) + 1);
    return () => {
      for (const { name } of counted) {
        const left = (waiting.get(name) ?? 0) - 1;
        if (left > 0) waiting.set(name, left);
        else waiting.delete(name);
      }
    };
  }

  return {
    async share(id, waiter, settle) {
      if (!runs.has(id)) return runFor(id, settle);
      const leave = enter(id, waiter);
      const late = AbortSignal.timeout(waitMs);
      try {
        for (;;) {
          const run = runs.get(id);
          if (!run) return await runFor(id, settle);
          const settlement = await resultOf(run, waiter, late);
          if (settlement) return settlement;
          // The run failed, so the first waiter to see that takes over.
          if (runs.get(id) === run) runs.delete(id);
        }
      } finally {
        leave();
      }
    },
  };
}

/** Waits for a run. Resolves with `undefined` if it failed, so that another request can try. */
async function resultOf(
  run: Promise<Settlement>,
  { signal }: Waiter,
  late: AbortSignal,
): Promise<Settlement | undefined> {
  const end = new AbortController();
  const signals = signal ? [signal, late, end.signal] : [late, end.signal];
  const outcome = run.then(
    (settlement) => ({ settlement }),
    (error: unknown) => ({ error }),
  );
  const first = await Promise.race([outcome, delay(WAIT_MS, AbortSignal.any(signals))]);
  end.abort();
  if (signal?.aborted) throw clientGone();
  if (!first) throw stillEnding();
  if ('settlement' in first) return first.settlement;
  if (UploadError.is(first.error) && first.error.code === 'storage-unavailable') {
    throw sameFailure(first.error);
  }
  return undefined;
}

/** The client asks again. */
export function stillEnding(): UploadError {
  return new UploadError('storage-unavailable', {
    message: 'The upload is still being completed. Try again in a moment.',
    retryAfterMs: 1_000,
  });
}

/** The client has disconnected, so it gets no response. Its request is not logged as a failure. */
export function clientGone(): UploadError {
  return new UploadError('network-error', {
    status: 408,
    message: 'The client has disconnected.',
  });
}

function tooMany(): UploadError {
  return new UploadError('rate-limited', {
    message: 'Other requests wait for this upload already. Try again in a moment.',
    retryAfterMs: 1_000,
  });
}

/** For the waiters of a run whose own request reports the failure. */
function sameFailure({ message, retryAfterMs }: UploadError): UploadError {
  const cause = new SharedFailure(message, { isReported: true });
  return new UploadError('storage-unavailable', { message, retryAfterMs, cause });
}
