import type { Clock } from '../ports/clock.ts';

/** The largest number of connections to use at once. Adapts to the outcomes of requests. */
export interface ConnectionLimit {
  /** From 1 to the allowed maximum. */
  readonly current: number;
  /** Call this when a request starts, and report its outcome to the result. An aborted request needs no report. */
  begin(): RequestReport;
  /** Changes the allowed maximum. Added connections are used at once. */
  allow(most: number): void;
}

/** The outcome of one request. */
export interface RequestReport {
  /** The request succeeded and carried this many bytes. */
  sent(bytes: number): void;
  /** The storage or the link was overloaded: 503, 429, RequestTimeout, or no progress. */
  overloaded(): void;
}

/** A shorter round says little about the goodput. */
const SHORTEST_ROUND_MS = 1_000;
/** A trial fails if the goodput falls below this share of the goodput before it. */
const HARM = 0.9;
/** The largest number of rounds between two trials. */
const MOST_PATIENCE = 32;

/** One more connection than before, on trial. */
interface Trial {
  /** Bytes per millisecond before the trial. */
  readonly goodput: number;
  /** `false` in the first round, which still includes parts that started before the trial. */
  settled: boolean;
}

/**
 * Additive increase, multiplicative decrease, as in TCP. The limit starts at the maximum. It halves when the storage is
 * overloaded, and grows by one after each round of parts that succeeds. If the added connection is refused or lowers the
 * goodput, the limit takes it back and waits twice as long before the next trial. Losses without overload do not lower
 * the limit, because over a lossy link more connections are faster.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5681#section-3.1
 */
export function createConnectionLimit(allowed: number, clock: Pick<Clock, 'now'>): ConnectionLimit {
  let most = allowed;
  let current = most;
  /** Grows whenever the limit falls. Requests that started before say nothing about the new limit. */
  let generation = 0;
  let round = { startMs: clock.now(), bytes: 0, parts: 0 };
  const trials = createTrials();

  function change(to: number): void {
    if (to < current) generation++;
    current = to;
    round = { startMs: clock.now(), bytes: 0, parts: 0 };
  }

  return {
    get current() {
      return current;
    },
    allow(count) {
      const more = count - most;
      most = count;
      trials.cancel();
      if (more !== 0) change(Math.max(1, Math.min(most, current + Math.max(more, 0))));
    },
    begin() {
      const startedIn = generation;
      return {
        sent(bytes) {
          round.bytes += bytes;
          round.parts++;
          const elapsedMs = clock.now() - round.startMs;
          if (round.parts >= current && elapsedMs >= SHORTEST_ROUND_MS) {
            change(current + trials.judge(round.bytes / elapsedMs, current < most));
          }
        },
        overloaded() {
          if (startedIn !== generation) return; // The limit already fell for a request of the same time.
          change(trials.fail() ? current - 1 : Math.max(1, Math.floor(current / 2)));
        },
      };
    },
  };
}

/** Tries one more connection now and then, and judges each trial. */
function createTrials() {
  let patience = 1;
  let roundsToWait = 0;
  let trial: Trial | undefined;

  /** Fails the current trial, if there is one. The next one waits twice as long. Returns whether there was a trial. */
  function fail(): boolean {
    if (!trial) return false;
    trial = undefined;
    patience = Math.min(2 * patience, MOST_PATIENCE);
    roundsToWait = patience;
    return true;
  }

  return {
    fail,
    cancel() {
      trial = undefined;
    },
    /** Judges a round by its goodput. Returns how the limit changes: -1, 0 or 1. */
    judge(goodput: number, mayRaise: boolean): number {
      if (trial && !trial.settled) {
        trial.settled = true;
        return 0;
      }
      if (trial && goodput < HARM * trial.goodput) {
        fail();
        return -1;
      }
      if (trial) patience = 1;
      trial = undefined;
      if (!mayRaise || roundsToWait-- > 0) return 0;
      trial = { goodput, settled: false };
      return 1;
    },
  };
}
