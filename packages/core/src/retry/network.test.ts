import { expect, test, vi } from 'vitest';
import { createManualClock, createManualConnectivity } from '../testing/index.ts';
import { createNetwork } from './network.ts';

const URL_OF_A_PART = 'https://bucket.s3.test/key?partNumber=1';

function setUp() {
  const clock = createManualClock();
  const connectivity = createManualConnectivity();
  const network = createNetwork(connectivity, clock);
  const onOnline = vi.fn<() => void>();
  network.onOnline(onOnline);
  return { clock, connectivity, network, onOnline };
}

/** Lets `seconds` pass, one by one, with all that happens meanwhile. */
async function pass(clock: ReturnType<typeof createManualClock>, seconds: number) {
  for (let second = 0; second < seconds; second++) {
    clock.advance(1_000);
    await clock.runUntil(Promise.resolve());
  }
}

test('a host that was heard from and is out of reach counts as offline until it is back', async () => {
  const { clock, connectivity, network, onOnline } = setUp();
  network.heardFrom(URL_OF_A_PART);
  connectivity.setReachable(false);
  await network.check(URL_OF_A_PART);
  expect(network.online).toBe(false);
  await pass(clock, 60);
  expect(onOnline).not.toHaveBeenCalled();

  connectivity.setReachable(true);
  await pass(clock, 10);

  expect(network.online).toBe(true);
  expect(onOnline).toHaveBeenCalledTimes(1);
  expect(clock.pendingTimers).toBe(0);
});

test('a host never heard from is not waited for: it may be out of reach for ever', async () => {
  const { connectivity, network } = setUp();
  connectivity.setReachable(false);
  await network.check(URL_OF_A_PART);
  expect(network.online).toBe(true);
});

test('a host that answers is not out of reach, whatever became of the request', async () => {
  const { network } = setUp();
  network.heardFrom(URL_OF_A_PART);
  await network.check(URL_OF_A_PART);
  expect(network.online).toBe(true);
});

test('when the device is online again, the host is asked at once', async () => {
  const { clock, connectivity, network, onOnline } = setUp();
  network.heardFrom(URL_OF_A_PART);
  connectivity.setReachable(false);
  await network.check(URL_OF_A_PART);
  connectivity.goOnline();
  await clock.runUntil(Promise.resolve());
  expect(onOnline).not.toHaveBeenCalled();

  connectivity.setReachable(true);
  connectivity.goOnline();

  await expect.poll(() => onOnline.mock.calls).toHaveLength(1);
});

test('a host is unreadable when it answers and never let this page read', async () => {
  const { connectivity, network } = setUp();
  expect(await network.isUnreadable(URL_OF_A_PART)).toBe(true);
  connectivity.setReachable(false);
  expect(await network.isUnreadable(URL_OF_A_PART)).toBe(false);
  connectivity.setReachable(true);
  network.heardFrom('https://bucket.s3.test/another-key');
  expect(await network.isUnreadable(URL_OF_A_PART)).toBe(false);
});

test('a closed network asks nobody any more', async () => {
  const { clock, connectivity, network } = setUp();
  network.heardFrom(URL_OF_A_PART);
  connectivity.setReachable(false);
  await network.check(URL_OF_A_PART);

  network.close();

  expect(clock.pendingTimers).toBe(0);
  expect(connectivity.listeners).toBe(0);
});
