import { UploadError } from '@slipway/protocol';
import { expect, test, vi } from 'vitest';
import {
  createManualClock,
  createManualConnectivity,
  createSeededRandom,
} from '../testing/index.ts';
import { abortable } from './abortable.ts';
import { sleep } from './backoff.ts';
import { createNetwork } from './network.ts';
import { retrying } from './retrying.ts';

function setUp(maxAttempts = 3) {
  const controller = new AbortController();
  const clock = createManualClock();
  const scope = {
    clock,
    random: createSeededRandom(),
    network: createNetwork(createManualConnectivity(), clock),
    maxAttempts,
    signal: controller.signal,
    dispatch() {},
  };
  return { controller, clock, scope };
}

test('a request that fails for a while is retried until it succeeds', async () => {
  const { clock, scope } = setUp();
  const ask = vi.fn<() => Promise<number>>();
  ask.mockRejectedValueOnce(new UploadError('backend-unavailable'));
  ask.mockRejectedValueOnce(new UploadError('storage-unavailable'));
  ask.mockResolvedValueOnce(7);
  expect(await clock.runUntil(retrying(scope, ask))).toBe(7);
});

test('after the last allowed attempt its error is final', async () => {
  const { clock, scope } = setUp(3);
  const ask = vi.fn(() => Promise.reject(new UploadError('backend-unavailable')));
  await expect(clock.runUntil(retrying(scope, ask))).rejects.toMatchObject({
    code: 'backend-unavailable',
  });
  expect(ask).toHaveBeenCalledTimes(3);
});

test.each(['forbidden', 'parts-missing', 'checksum-mismatch', 'token-expired'] as const)(
  'an error with code %s is not retried',
  async (code) => {
    const { scope } = setUp();
    const ask = vi.fn(() => Promise.reject(new UploadError(code)));
    await expect(retrying(scope, ask)).rejects.toMatchObject({ code });
    expect(ask).toHaveBeenCalledTimes(1);
  },
);

test('a run that has ended sends no request', async () => {
  const { controller, scope } = setUp();
  const ask = vi.fn(async () => 1);
  controller.abort('over');
  await expect(retrying(scope, ask)).rejects.toBe('over');
  expect(ask).not.toHaveBeenCalled();
});

test('a run that ends during a wait leaves no timer', async () => {
  const { controller, clock } = setUp();
  const waiting = sleep(clock, 1_000, controller.signal);
  expect(clock.pendingTimers).toBe(1);
  controller.abort('over');
  await expect(waiting).rejects.toBe('over');
  await expect.poll(() => clock.pendingTimers).toBe(0);
});

test('waiting for a promise rejects at once when the signal is already aborted', async () => {
  await expect(abortable(new Promise(() => {}), AbortSignal.abort('early'))).rejects.toBe('early');
});
