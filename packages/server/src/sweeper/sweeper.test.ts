import { CreateMultipartUploadCommand } from '@aws-sdk/client-s3';
import { UploadError } from '@slipway/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHandClock } from '../../testing/hand-clock.ts';
import { BUCKET, MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { createUpload, putParts, unfinishedKeys } from '../../testing/uploads.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import { createSweeper } from './sweeper.ts';
import type { SweeperEvent } from './sweeper-event.ts';
import type { SweeperOptions } from './sweeper-options.ts';

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

let stack: UploadStack;
let events: SweeperEvent[];
const clock = createHandClock();
const store = createMemoryStore({ now: () => clock.now() });
beforeEach(async () => {
  stack = await startUploadStack({ store, quotas: { openUploads: 3 } });
  events = [];
});
afterEach(() => stack.close());

const sweeperOf = (options: Partial<SweeperOptions> = {}) =>
  createSweeper({
    s3: stack.client,
    bucket: BUCKET,
    clock,
    onEvent: (event) => events.push(event),
    ...options,
  });
const begin = async (objectKey: string) => {
  await stack.client.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key: objectKey }));
};
const typesOf = (seen: readonly SweeperEvent[]) => seen.map(({ type }) => type);

test('a sweep aborts old uploads with their parts, reports them, and touches nothing else', async () => {
  const bytes = Buffer.alloc(11 * MiB, 1);
  const upload = await createUpload(stack, bytes);
  await putParts(stack, upload, bytes, [1]);
  await begin('uploads-of-others/a');
  await begin('elsewhere/a');
  clock.pass(WEEK_MS + HOUR_MS + 60_000);
  expect(await sweeperOf().sweep()).toEqual({ seen: 1, aborted: 1, failed: 0, isComplete: true });
  expect(await unfinishedKeys(stack)).toEqual(['elsewhere/a', 'uploads-of-others/a']);
  expect(events).toMatchObject([
    { type: 'upload-swept', objectKey: upload.objectKey, initiatedAt: expect.any(Date) },
    { type: 'sweep-finished', aborted: 1 },
  ]);
});

test('a sweep keeps an upload that its browser can still resume', async () => {
  await begin('uploads/young');
  const young = createHandClock(Date.now() + WEEK_MS);
  const report = await sweeperOf({ clock: young }).sweep();
  expect(report).toMatchObject({ seen: 1, aborted: 0 });
  expect(await unfinishedKeys(stack)).toEqual(['uploads/young']);
});

test('an age below the upload lifetime throws unless abortsLiving is set', async () => {
  expect(() => sweeperOf({ olderThanSeconds: 60 })).toThrow('abortsLiving');
  expect(() => sweeperOf({ olderThanSeconds: 60, uploadLifetimeSeconds: 61 })).toThrow('for 61');
  expect(() => sweeperOf({ olderThanSeconds: 60, uploadLifetimeSeconds: 60 })).not.toThrow();
  await begin('uploads/young');
  const soon = createHandClock(Date.now() + 120_000);
  const sweeper = sweeperOf({ clock: soon, olderThanSeconds: 60, abortsLiving: true });
  expect(await sweeper.sweep()).toMatchObject({ aborted: 1 });
});

test.each([
  ['bucket', ''],
  ['prefix', 'uploads/'],
  ['intervalSeconds', 0],
  ['olderThanSeconds', -1],
])('%s: %j throws', (name, value) => {
  expect(() => sweeperOf({ [name]: value })).toThrow(name);
});

test('a sweep releases the quota of the uploads that it aborts', async () => {
  const bytes = Buffer.alloc(6 * MiB);
  for (let i = 0; i < 3; i += 1) await createUpload(stack, bytes);
  await expect(createUpload(stack, bytes)).rejects.toThrow('quota-exceeded');
  const soon = createHandClock(Date.now() + 120_000);
  await sweeperOf({ clock: soon, store, olderThanSeconds: 60, abortsLiving: true }).sweep();
  expect(await unfinishedKeys(stack)).toEqual([]);
  for (let i = 0; i < 3; i += 1) await createUpload(stack, bytes);
  await expect(createUpload(stack, bytes)).rejects.toThrow('quota-exceeded');
});

describe('a failure', () => {
  const answer = { kind: 'answer', status: 403, code: 'AccessDenied' } as const;

  test('for one upload does not stop the others, and the next sweep retries it', async () => {
    await Promise.all(['a', 'b', 'c'].map((name) => begin(`uploads/${name}`)));
    clock.pass(WEEK_MS + 2 * HOUR_MS);
    stack.s3.faults.add({
      operation: 'AbortMultipartUpload',
      key: 'uploads/b',
      fault: answer,
      times: 1,
    });
    const sweeper = sweeperOf();
    expect(await sweeper.sweep()).toMatchObject({ aborted: 2, failed: 1, isComplete: true });
    expect(events.filter(({ type }) => type === 'sweep-failed')).toMatchObject([
      { objectKey: 'uploads/b', error: { code: 'storage-refused' } },
    ]);
    expect(await sweeper.sweep()).toMatchObject({ seen: 1, aborted: 1, failed: 0 });
  });

  test('of the listing is reported, and another replica gets the turn', async () => {
    await begin('uploads/a');
    clock.pass(WEEK_MS + 2 * HOUR_MS);
    const shared = createMemoryStore({ now: () => clock.now() });
    stack.s3.faults.add({ operation: 'ListMultipartUploads', fault: answer, times: 1 });
    const turns = createTurns();
    const one = sweeperOf({ store: shared, wait: turns.wait });
    one.start();
    await turns.next();
    expect(typesOf(events)).toEqual(['sweep-failed', 'sweep-finished']);
    const other = sweeperOf({ store: shared, wait: turns.wait });
    other.start();
    await turns.next();
    expect(events.at(-1)).toMatchObject({ type: 'sweep-finished', aborted: 1 });
    await Promise.all([one.stop(), other.stop()]);
  });

  test('in a listener changes nothing', async () => {
    await begin('uploads/a');
    clock.pass(WEEK_MS + 2 * HOUR_MS);
    const sweeper = sweeperOf({
      onEvent: () => {
        throw new Error('full disk');
      },
    });
    expect(await sweeper.sweep()).toMatchObject({ aborted: 1 });
  });
});

describe('on several replicas', () => {
  test('one sweeps in each interval, and the others skip', async () => {
    const shared = createMemoryStore({ now: () => clock.now() });
    const turns = createTurns();
    const replicas = [1, 2, 3].map(() =>
      sweeperOf({ store: shared, intervalSeconds: 600, wait: turns.wait }),
    );
    for (const replica of replicas) replica.start();
    for (let interval = 1; interval <= 3; interval += 1) {
      await turns.next(3);
      const seen = typesOf(events);
      expect(seen.filter((type) => type === 'sweep-finished')).toHaveLength(interval);
      expect(seen.filter((type) => type === 'sweep-skipped')).toHaveLength(2 * interval);
      expect(turns.asked).toEqual([600_000, 600_000, 600_000]);
      clock.pass(600_000);
      turns.end();
    }
    await turns.next(3);
    await Promise.all(replicas.map((replica) => replica.stop()));
    const count = events.length;
    turns.end();
    expect(events).toHaveLength(count);
  });

  test('all sweep at once without a store or with a failed one, which is harmless', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => begin(`uploads/${i}`)));
    clock.pass(WEEK_MS + 2 * HOUR_MS);
    const gone = { ...store, claim: () => Promise.reject(new UploadError('storage-unavailable')) };
    const turns = createTurns();
    const replicas = [undefined, undefined, gone].map((own) =>
      sweeperOf({ store: own, wait: turns.wait }),
    );
    for (const replica of replicas) replica.start();
    await turns.next(3);
    await Promise.all(replicas.map((replica) => replica.stop()));
    expect(await unfinishedKeys(stack)).toEqual([]);
    expect(events.filter((event) => event.type === 'sweep-finished')).toMatchObject([
      { failed: 0, isComplete: true },
      { failed: 0, isComplete: true },
      { failed: 0, isComplete: true },
    ]);
  });
});

test('a sweeper that is started twice sweeps once', async () => {
  const turns = createTurns();
  const sweeper = sweeperOf({ wait: turns.wait });
  sweeper.start();
  sweeper.start();
  await turns.next();
  await sweeper.stop();
  expect(typesOf(events)).toEqual(['sweep-finished']);
});

/** Waits of sweepers that the test ends by hand. */
function createTurns() {
  const asked: number[] = [];
  let waiting: (() => void)[] = [];
  let onAsked: (() => void) | undefined;
  return {
    asked,
    wait: (ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        asked.push(ms);
        waiting.push(resolve);
        signal.addEventListener('abort', () => resolve());
        onAsked?.();
      }),
    /** Resolves when `count` sweepers wait. With a count of 1 it forgets the waiter, and only `stop` ends that wait. */
    async next(count = 1): Promise<void> {
      while (waiting.length < count) {
        await new Promise<void>((resolve) => {
          onAsked = resolve;
        });
      }
      if (count === 1) waiting = [];
    },
    end() {
      asked.length = 0;
      const ended = waiting;
      waiting = [];
      for (const resolve of ended) resolve();
    },
  };
}
