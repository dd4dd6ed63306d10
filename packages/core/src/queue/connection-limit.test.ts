import { describe, expect, test } from 'vitest';
import { createManualClock } from '../testing/manual-clock.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { type ConnectionLimit, createConnectionLimit } from './connection-limit.ts';

const MB = 1_000_000;
const STEP_MS = 100;
const PART = 5 * MB;
const MOST = 12;
/** The largest share of requests that may be refused. */
const SELDOM = 0.1;

/** A simulated link to the storage, at one moment. */
interface Link {
  /** Bytes per second over one connection, when `n` are in use. */
  readonly rate: (n: number) => number;
  /** Milliseconds until the first byte goes out, plus those until the answer arrives. @defaultValue 20 */
  readonly roundTripMs?: number;
  /** How many connections the storage serves. It answers further ones with 503. @defaultValue all */
  readonly serves?: number;
  /** The storage answers a part that takes longer with RequestTimeout. @defaultValue never */
  readonly timeoutMs?: number;
  /** Chance per second that a connection breaks. @defaultValue 0 */
  readonly cutsPerSecond?: number;
}

interface Outcome {
  readonly limit: number;
  /** Bytes per second over the second half, when the limit should have settled. */
  readonly goodput: number;
  /** Share of refused requests in the second half. */
  readonly refusedShare: number;
}

/** Sends parts over a link for `seconds`, and reports the outcomes to the limit. */
function simulate(limitOf: (now: () => number) => ConnectionLimit, linkAt: (ms: number) => Link) {
  const clock = createManualClock(0);
  const random = createSeededRandom(7);
  const limit = limitOf(clock.now);
  const endMs = 1_800_000;
  let inFlight: { left: number; report: ReturnType<ConnectionLimit['begin']>; sinceMs: number }[] =
    [];
  let bytes = 0;
  let requests = 0;
  let refused = 0;
  for (let nowMs = 0; nowMs < endMs; nowMs += STEP_MS) {
    clock.advance(STEP_MS);
    const { rate, roundTripMs = 20, serves, timeoutMs, cutsPerSecond = 0 } = linkAt(nowMs);
    const counts = nowMs >= endMs / 2;
    while (inFlight.length < limit.current) {
      inFlight.push({ left: PART, report: limit.begin(), sinceMs: nowMs });
      if (counts) requests++;
    }
    const moving = inFlight.filter(({ sinceMs }) => nowMs - sinceMs >= 2 * roundTripMs);
    const step = (rate(inFlight.length) * STEP_MS) / 1_000;
    for (const [position, request] of moving.entries()) {
      const ended = () => {
        inFlight = inFlight.filter((one) => one !== request);
      };
      if (
        (serves !== undefined && position >= serves) ||
        (timeoutMs !== undefined && nowMs - request.sinceMs > timeoutMs)
      ) {
        if (counts) refused++;
        ended();
        request.report.overloaded();
      } else if (random.next() < (cutsPerSecond * STEP_MS) / 1_000) {
        ended(); // A broken connection is no sign of overload.
      } else {
        request.left -= step;
        if (request.left > 0) continue;
        if (counts) bytes += PART;
        ended();
        request.report.sent(PART);
      }
    }
  }
  return {
    limit: limit.current,
    goodput: bytes / (endMs / 2_000),
    refusedShare: refused / Math.max(requests, 1),
  } satisfies Outcome;
}

const adaptive = (now: () => number) => createConnectionLimit(MOST, { now });

/** The goodput of the best constant limit, among those that few requests exceed. */
function best(linkAt: (ms: number) => Link): number {
  const outcomes = Array.from({ length: MOST }, (_, i) =>
    simulate(
      () => ({ current: i + 1, allow() {}, begin: () => ({ sent() {}, overloaded() {} }) }),
      linkAt,
    ),
  );
  const fair = outcomes.filter(({ refusedShare }) => refusedShare < SELDOM);
  return Math.max(...fair.map(({ goodput }) => goodput));
}

const share = (total: number, each = Number.POSITIVE_INFINITY) => ({
  rate: (n: number) => Math.min(total / n, each),
});

const LINKS: Readonly<Record<string, (ms: number) => Link>> = {
  'a fast link': () => share(1_000 * MB, 50 * MB),
  'a slow link': () => share(MB),
  'a link that limits each connection': () => share(1_000 * MB, 6 * MB),
  'a lossy link': () => ({ ...share(100 * MB, 2 * MB), cutsPerSecond: 0.05 }),
  'a long way': () => ({ ...share(40 * MB, 8 * MB), roundTripMs: 400 }),
  'a storage that serves four': () => ({ ...share(100 * MB, 6 * MB), serves: 4 }),
  'a storage that serves one': () => ({ ...share(100 * MB, 6 * MB), serves: 1 }),
  'a link so shared that parts time out': () => ({ ...share(2 * MB), timeoutMs: 12_000 }),
  'a link that gets worse': (ms) => (ms < 600_000 ? share(80 * MB, 8 * MB) : share(3 * MB)),
  'a storage that lets go of a limit': (ms) => ({
    ...share(100 * MB, 6 * MB),
    serves: ms < 600_000 ? 2 : MOST,
  }),
};

describe.each(Object.entries(LINKS))('%s', (_name, linkAt) => {
  const outcome = simulate(adaptive, linkAt);

  test('the limit reaches nearly the goodput of the best number of connections', () => {
    expect(outcome.goodput).toBeGreaterThan(0.9 * best(linkAt));
  });

  test('the limit rarely exceeds what the storage serves', () => {
    expect(outcome.refusedShare).toBeLessThan(SELDOM);
  });
});

test('the limit uses all connections when each adds goodput', () => {
  expect(simulate(adaptive, () => share(1_000 * MB, 6 * MB)).limit).toBe(MOST);
});

test('the limit stays at what the storage serves, except for rare trials', () => {
  const { limit } = simulate(adaptive, () => ({ ...share(100 * MB, 6 * MB), serves: 4 }));
  expect([4, 5]).toContain(limit);
});

test('refusals of parts that started together halve the connections once', () => {
  const limit = createConnectionLimit(6, { now: () => 0 });
  const reports = Array.from({ length: 6 }, () => limit.begin());
  for (const { overloaded } of reports) overloaded();
  expect(limit.current).toBe(3);
});

test('the limit never falls below one connection', () => {
  const limit = createConnectionLimit(6, { now: () => 0 });
  for (let i = 0; i < 20; i++) limit.begin().overloaded();
  expect(limit.current).toBe(1);
});

test('the limit takes back a connection that lowers the goodput', () => {
  const clock = createManualClock(0);
  const limit = createConnectionLimit(4, clock);
  limit.begin().overloaded(); // Leaves two.
  const playRound = (bytesPerPart: number) => {
    clock.advance(2_000);
    for (let i = limit.current; i > 0; i--) limit.begin().sent(bytesPerPart);
  };
  playRound(100);
  expect(limit.current).toBe(3);
  playRound(50); // Still includes parts that started before the change.
  playRound(50);
  expect(limit.current).toBe(2);
});
