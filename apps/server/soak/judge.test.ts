import { expect, test } from 'vitest';
import { judge, type Measured } from './judge.ts';

const MiB = 1024 ** 2;
const MINUTE_MS = 60_000;

const answer = (ms: number, at = 0, status = 200) => ({ route: 'uploads', status, at, ms });
const answers = (count: number, ms: number, status = 200) =>
  Array.from({ length: count }, () => answer(ms, 0, status));

/** A sample of each minute. The first ten minutes are the warm-up. */
const samplesOf = (mebibytes: (minute: number) => number, replica = 0) =>
  Array.from({ length: 60 }, (_, minute) => ({
    at: minute * MINUTE_MS,
    replica,
    resident: mebibytes(minute) * MiB,
    heapUsed: 50 * MiB,
  }));

const leftovers = { unfinished: [], quotas: [], untold: [], missing: [] };

/** A soak that held, unless the test says otherwise. */
const soak = (changes: Partial<Measured> = {}): Measured => ({
  uploadingMs: 60 * MINUTE_MS,
  answers: answers(100, 20),
  windows: [],
  samples: samplesOf(() => 150),
  faults: [],
  leftovers,
  ...changes,
});

test('a soak with fast answers, flat memory and nothing left behind holds', () => {
  expect(judge(soak()).missed).toEqual([]);
});

test('one slow answer of a hundred is within the bar, and two are not', () => {
  expect(judge(soak({ answers: [...answers(99, 20), answer(9_000)] })).missed).toEqual([]);
  const { missed, all } = judge(
    soak({ answers: [...answers(98, 20), answer(9_000), answer(9_000)] }),
  );
  expect(missed).toEqual(['the 99th percentile of answers is 9000 ms']);
  expect(all).toEqual({ answers: 100, p50: 20, p99: 9_000, max: 9_000, slow: 2 });
});

test('a soak without an answer does not hold', () => {
  expect(judge(soak({ answers: [] })).missed).toEqual(['there was no answer']);
});

test('an answer belongs to a fault if any moment of it does', () => {
  const windows = [{ name: 'Redis pauses', from: 1_000, to: 2_000 }];
  const verdict = judge(
    soak({ windows, answers: [answer(100, 850), answer(100, 950), answer(9, 2_001)] }),
  );
  expect(verdict.inFaults).toMatchObject({ answers: 1, max: 100 });
  expect(verdict.outsideFaults.answers).toBe(2);
});

test('answers that tell the client to retry are also left out, so that quick refusals hide no slow service', () => {
  const refusals = answers(300, 5, 503);
  const { all, served } = judge(
    soak({ answers: [...answers(98, 20), ...answers(2, 3_000), ...refusals] }),
  );
  expect(all).toMatchObject({ answers: 400, p99: 20 });
  expect(served).toMatchObject({ answers: 100, p99: 3_000 });
});

test.each([
  ['grows by a tenth', (minute: number) => (minute < 50 ? 150 : 165), []],
  [
    'grows by more than a tenth at the end',
    (minute: number) => (minute < 50 ? 150 : 166),
    ['memory drifts by 11 % after the warm-up'],
  ],
  [
    'grows by more than a tenth for a while',
    (minute: number) => (minute >= 30 && minute < 40 ? 180 : 150),
    ['memory drifts by 20 % after the warm-up'],
  ],
  ['grows in the warm-up', (minute: number) => (minute < 10 ? 90 : 150), []],
])('memory that %s is judged', (_, mebibytes, missed) => {
  expect(judge(soak({ samples: samplesOf(mebibytes) })).missed).toEqual(missed);
});

test('only the replica that no fault kills is judged for its memory', () => {
  const mortal = samplesOf((minute) => 100 + minute, 1);
  expect(judge(soak({ samples: [...samplesOf(() => 150), ...mortal] })).missed).toEqual([]);
});

test('a soak without samples of memory does not hold', () => {
  expect(judge(soak({ samples: [] })).missed).toEqual(['memory drifts by NaN % after the warm-up']);
});

test.each([
  ['unfinished', '2 unfinished uploads are left, such as a'],
  ['quotas', '2 callers whose quota is not at zero, such as a'],
  ['untold', '2 objects of which no caller was told, such as a'],
  ['missing', '2 objects that are missing or have other contents, such as a'],
])('a soak that leaves %s behind does not hold', (name, line) => {
  const verdict = judge(soak({ leftovers: { ...leftovers, [name]: ['a', 'b'] } }));
  expect(verdict.missed).toEqual([line]);
});

test('each broken promise is told', () => {
  const faults = ['k: clients heard different ends'];
  expect(judge(soak({ faults })).missed).toEqual(faults);
});
