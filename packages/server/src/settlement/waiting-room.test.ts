import { UploadError } from '@slipway/protocol';
import { expect, test } from 'vitest';
import type { Settlement } from './settlement.ts';
import { createWaitingRoom } from './waiting-room.ts';

const aborted: Settlement = { kind: 'aborted' };
const unused = () => Promise.reject(new Error('No request needs this run.'));

/** A run that ends when the test says so. */
function createRun() {
  let end: ((settlement: Settlement) => void) | undefined;
  let fail: ((error: unknown) => void) | undefined;
  const run = new Promise<Settlement>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  return { settle: () => run, end: () => end?.(aborted), fail: (error: unknown) => fail?.(error) };
}

test('requests for an upload that is being ended share one run', async () => {
  const { share } = createWaitingRoom();
  const { settle, end } = createRun();
  const first = share('u', {}, settle);
  const others = Array.from({ length: 16 }, () => share('u', {}, unused));
  end();
  expect(await Promise.all([first, ...others])).toEqual(Array.from({ length: 17 }, () => aborted));
});

test('if a run fails, one waiter takes over and the others wait for it', async () => {
  const { share } = createWaitingRoom();
  const [one, two] = [createRun(), createRun()];
  const first = share('u', {}, one.settle);
  const second = share('u', {}, two.settle);
  const third = share('u', {}, unused);
  one.fail(new Error('the hook broke'));
  await expect(first).rejects.toThrow('the hook broke');
  two.end();
  expect(await Promise.all([second, third])).toEqual([aborted, aborted]);
});

test('a storage that is unavailable fails all waiters, and is reported once', async () => {
  const { share } = createWaitingRoom();
  const { settle, fail } = createRun();
  const all = [share('u', {}, settle), ...[1, 2].map(() => share('u', {}, unused))];
  fail(new UploadError('storage-unavailable', { message: 'Down.', retryAfterMs: 1_000 }));
  for (const one of await Promise.allSettled(all)) {
    expect(one).toMatchObject({
      reason: { code: 'storage-unavailable', message: 'Down.', retryAfterMs: 1_000 },
    });
  }
  const causes = await Promise.all(all.map((one) => one.catch(({ cause }) => cause)));
  expect(causes.map((cause) => cause?.takeReport())).toEqual([undefined, false, false]);
});

test.each([
  ['an upload', 16, () => 'u', (i: number) => `caller ${i}`],
  ['a caller', 64, (i: number) => `upload ${i}`, () => 'alice'],
])('of %s, %i requests wait and more are refused', async (_what, most, uploadOf, accountOf) => {
  const { share } = createWaitingRoom();
  const { settle, end } = createRun();
  const all: Promise<Settlement>[] = [];
  for (let i = 0; i <= most; i += 1) {
    if (all.length === 0 || uploadOf(i) !== uploadOf(0)) all.push(share(uploadOf(i), {}, settle));
    if (i < most) all.push(share(uploadOf(i), { account: accountOf(i) }, unused));
  }
  await expect(share(uploadOf(most), { account: accountOf(most) }, unused)).rejects.toMatchObject({
    code: 'rate-limited',
  });
  end();
  await Promise.all(all);
  // No request waits any more.
  expect(await share('u', { account: 'alice' }, async () => aborted)).toEqual(aborted);
});

test('a client that disconnects stops waiting', async () => {
  const { share } = createWaitingRoom();
  const { settle, end } = createRun();
  const gone = new AbortController();
  const first = share('u', {}, settle);
  const second = share('u', { signal: gone.signal }, unused);
  gone.abort();
  await expect(second).rejects.toMatchObject({ code: 'network-error', status: 408 });
  end();
  await first;
});

test('a request that waits too long is told to ask again', async () => {
  const { share } = createWaitingRoom({ waitMs: 1 });
  const { settle, end } = createRun();
  const first = share('u', {}, settle);
  await expect(share('u', {}, unused)).rejects.toMatchObject({
    code: 'storage-unavailable',
    retryAfterMs: 1_000,
  });
  end();
  await first;
});
