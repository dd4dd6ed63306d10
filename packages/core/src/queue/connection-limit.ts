import type { Clock } from '../ports/clock.ts';

/** How many connections are in use at most: found by what comes of them. */
export interface ConnectionLimit {
  /** From 1 to the most that are allowed. */
  readonly current: number;
  /** A request begins. Answers how to tell what came of it; nothing has to be told of one that was ended. */
  begin(): RequestReport;
  /** Changes how many are allowed. What is more comes into use at once. */
  allow(most: number): void;
}

/** What came of one request. */
export interface RequestReport {
  /** It came through with so many bytes. */
  sent(bytes: number): void;
  /** The storage, or the link, had too much to do: 503, 429, RequestTimeout, or silence. */
  overloaded(): void;
}

/** A round is shorter than this only by chance: then its goodput says little. */
const SHORTEST_ROUND_MS = 1_000;
/** What a raise may cost before it is taken back, as a share of the goodput before it. */
const HARM = 0.9;
/** So many rounds at most pass before another connection is tried again. */
const MOST_PATIENCE = 32;

/** A connection more than before, on trial. */
interface Trial {
  /** Bytes per millisecond before. */
  readonly goodput: number;
  /** Parts that began before it still mix into the first round. */
  settled: boolean;
}

/**
 * Additive increase, multiplicative decrease: begins with all connections, halves them when the
 * storage is overloaded, and adds one for each round of parts that comes through, as TCP does for
 * packets. A connection that was refused or that lowered the goodput is taken away again, and
 * the next try waits twice as long. Losses that are nobody's overload do not lower it: over a
 * lossy link more connections are faster.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5681#section-3.1
 */
export function createConnectionLimit(allowed: number, clock: Pick<Clock, 'now'>): ConnectionLimit {
  let most = allowed;
  let current = most;
  /** Changes whenever the limit falls: requests that began before say nothing of the new one. */
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
      const begunIn = generation;
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
          if (begunIn !== generation) return; // Refused together with one that was heard already.
          change(trials.fail() ? current - 1 : Math.max(1, Math.floor(current / 2)));
        },
      };
    },
  };
}

/** Tries one connection more, and learns from what comes of it. */
function createTrials() {
  let patience = 1;
  let roundsToWait = 0;
  let trial: Trial | undefined;

  /** Ends the trial, if there is one, as a failure: the next one waits twice as long. Answers whether there was one. */
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
    /** Judges a round by its goodput. Answers by how many connections the limit changes. */
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
