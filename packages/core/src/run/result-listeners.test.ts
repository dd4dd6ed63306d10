import { expect, test } from 'vitest';
import { createConnectionLimit } from '../queue/connection-limit.ts';
import { createLinkQuality } from '../queue/link-quality.ts';
import { classify, type PartOutcome } from '../retry/classify.ts';
import { createNetwork } from '../retry/network.ts';
import { createManualClock, createManualConnectivity } from '../testing/index.ts';
import { createPartLedger } from '../upload/part-ledger.ts';
import { createForms } from './forms.ts';
import type { Attempt, PartResult } from './part-result.ts';
import { createResultListeners, type ResultListener } from './result-listeners.ts';
import type { RunScope } from './run-scope.ts';

const MiB = 1024 ** 2;
const body = new Blob([new Uint8Array(8 * MiB)]);
const plan = { kind: 'multipart', partSize: 8 * MiB, partCount: 5 } as const;

const refused = (status: number): PartOutcome => ({
  status,
  body: '',
  etag: undefined,
  retryAfterMs: undefined,
  sent: false,
  loaded: 0,
});

const recover = (outcome: PartOutcome): PartResult => ({
  kind: 'recover',
  verdict: classify(outcome),
});

const RESULTS: readonly PartResult[] = [
  { kind: 'done', etag: '"1"' },
  recover(refused(0)),
  { kind: 'again' },
  recover('stalled'),
  { kind: 'done', etag: undefined },
];

/** Passes five results to all listeners, in the order that `arrange` makes. Returns what the listeners then know. */
async function tell(arrange: (listeners: readonly ResultListener[]) => readonly ResultListener[]) {
  const clock = createManualClock();
  const limit = createConnectionLimit(4, clock);
  const ledger = createPartLedger(plan, 5 * body.size);
  const warnings: string[] = [];
  const carried: (readonly number[])[] = [];
  const forms = createForms();
  const link = createLinkQuality(() => false);
  const network = createNetwork(createManualConnectivity(), clock);
  const run = {
    clock,
    forms,
    link,
    network,
    onProgress() {},
    warn: (message: string) => warnings.push(message),
  };
  const listeners = arrange(createResultListeners(run as unknown as RunScope, ledger));
  for (const [i, result] of RESULTS.entries()) {
    const partNumber = i + 1;
    const url = `https://s3.test/${partNumber}`;
    const part = { partNumber, url, headers: {}, expiresInSeconds: 60 };
    const startedMs = clock.now();
    const way = { carried: (...facts: readonly number[]) => carried.push(facts) };
    const attempt = { part, body, way, report: limit.begin(), startedMs } as unknown as Attempt;
    ledger.progress(partNumber, 1);
    clock.advance(2_000);
    for (const listener of listeners) listener[result.kind]?.(attempt, result as never);
  }
  return {
    warnings,
    carried,
    connections: limit.current,
    largestPart: link.largestPart,
    map: ledger.map(),
    doneBytes: ledger.doneBytes,
    unreadable: await network.isUnreadable('https://s3.test/'),
  };
}

const asMade = (listeners: readonly ResultListener[]) => listeners;

test('limit, link, connection, network, forms and ledger each learn from a result', async () => {
  expect(await tell(asMade)).toEqual({
    warnings: ['Slipway: ETag is not exposed by CORS.'],
    carried: [
      [body.size, 2_000],
      [body.size, 2_000],
    ],
    connections: 2, // The stalled part halved them.
    largestPart: (40 * MiB) / 4, // What ten seconds carry, halved by each of two losses.
    map: '20002',
    doneBytes: 2 * body.size,
    unreadable: false,
  });
});

test.each([
  ['reversed', (listeners: readonly ResultListener[]) => listeners.toReversed()],
  [
    'rotated',
    ([first, ...others]: readonly ResultListener[]) => [...others, first as ResultListener],
  ],
  [
    'sorted by size',
    (listeners: readonly ResultListener[]) =>
      listeners.toSorted((a, b) => String(a.done).length - String(b.done).length),
  ],
])('listeners learn the same when their order is %s', async (_, arrange) => {
  expect(await tell(arrange)).toEqual(await tell(asMade));
});
