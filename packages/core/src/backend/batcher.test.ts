import { UploadError } from '@slipway/protocol';
import { expect, test } from 'vitest';
import { createManualClock } from '../testing/index.ts';
import { createBatcher } from './batcher.ts';

function setUp(windowMs = 10, maxWeight = 3) {
  const clock = createManualClock();
  const requests: string[][] = [];
  const batcher = createBatcher<string, { length: number }>({
    clock,
    windowMs: () => windowMs,
    patienceMs: 1_000,
    maxWeight,
    refuse: (item) => (item === 'malformed' ? new UploadError('invalid-request') : undefined),
    async send(items) {
      requests.push([...items]);
      if (items.includes('lost')) throw new UploadError('backend-unavailable');
      return items.map((item) =>
        item === 'refused'
          ? { error: { code: 'forbidden', message: 'No.' } }
          : { length: item.length },
      );
    },
  });
  return { clock, requests, ask: batcher.ask, expect: batcher.expect };
}

test('calls within the window share one request, and each gets its own answer', async () => {
  const { clock, requests, ask } = setUp();
  const answers = Promise.all([ask('a'), ask('bb')]);
  clock.advance(10);
  expect(await answers).toEqual([{ length: 1 }, { length: 2 }]);
  expect(requests).toEqual([['a', 'bb']]);
});

test('a full request goes at once, and the rest goes in the next one', async () => {
  const { clock, requests, ask } = setUp();
  const answers = Promise.all(['a', 'b', 'c', 'd'].map(ask));
  clock.advance(10);
  await answers;
  expect(requests).toEqual([['a', 'b', 'c'], ['d']]);
});

test('an item that the backend refuses fails alone', async () => {
  const { clock, ask } = setUp();
  const answers = Promise.allSettled([ask('a'), ask('refused')]);
  clock.advance(10);
  expect(await answers).toMatchObject([
    { status: 'fulfilled' },
    { status: 'rejected', reason: { code: 'forbidden' } },
  ]);
});

test('an item that cannot be sent fails at once, and the others go without it', async () => {
  const { clock, requests, ask, expect: announce } = setUp();
  const announced = announce();
  const answer = ask('a');
  await expect(announced.ask('malformed')).rejects.toMatchObject({ code: 'invalid-request' });
  clock.advance(10);
  await answer;
  expect(requests).toEqual([['a']]);
});

test('a lost request fails all its items, and the next call sends a new request', async () => {
  const { clock, ask } = setUp();
  const answers = Promise.allSettled([ask('a'), ask('lost')]);
  clock.advance(10);
  expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const next = ask('a');
  clock.advance(10);
  expect(await next).toEqual({ length: 1 });
});

test('a window of 0 gathers the calls of one tick', async () => {
  const { requests, ask } = setUp(0);
  await Promise.all([ask('a'), ask('b')]);
  expect(requests).toEqual([['a', 'b']]);
});

test('a batch waits for announced calls, and all go together', async () => {
  const { clock, requests, expect: announce } = setUp();
  const [first, second] = [announce(), announce()];
  const answers = [first.ask('a')];
  clock.advance(999);
  answers.push(second.ask('bb'));

  expect(await Promise.all(answers)).toEqual([{ length: 1 }, { length: 2 }]);
  expect(requests).toEqual([['a', 'bb']]);
});

test('a batch waits for announced calls no longer than patienceMs', async () => {
  const { clock, requests, expect: announce } = setUp();
  const [first] = [announce(), announce()];
  const answer = first.ask('a');
  clock.advance(1_000);
  await answer;
  expect(requests).toEqual([['a']]);
});

test('a batch does not wait for an announced call that was withdrawn', async () => {
  const { requests, expect: announce } = setUp();
  const [first, second] = [announce(), announce()];
  const answer = first.ask('a');
  second.leave();
  second.leave();
  await answer;
  expect(requests).toEqual([['a']]);
});

test('a call that was not announced sends the waiting calls with it', async () => {
  const { clock, requests, ask, expect: announce } = setUp();
  const [first] = [announce(), announce()];
  const answers = [first.ask('a'), ask('b')];
  clock.advance(10);
  await Promise.all(answers);
  expect(requests).toEqual([['a', 'b']]);
});

test('a full request does not wait', async () => {
  const { requests, ask, expect: announce } = setUp();
  announce();
  await Promise.all(['a', 'b', 'c'].map(ask));
  expect(requests).toEqual([['a', 'b', 'c']]);
});
