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

/** Lets `seconds` pass, one by one, with everything that happens in between. */
async function pass(clock: ReturnType<typeof createManualClock>, seconds: number) {
  for (let second = 0; second < seconds; second++) {
    clock.advance(1_000);
    await clock.runUntil(Promise.resolve());
  }
}

test('a host that answered before and is now unreachable counts as offline until it returns', async () => {
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

test('a host that never answered does not count as offline, because it may never be reachable', async () => {
  const { connectivity, network } = setUp();
  connectivity.setReachable(false);
  await network.check(URL_OF_A_PART);
  expect(network.online).toBe(true);
});

test('a host that answers counts as online, even if the request failed', async () => {
  const { network } = setUp();
  network.heardFrom(URL_OF_A_PART);
  await network.check(URL_OF_A_PART);
  expect(network.online).toBe(true);
});

test('when the device is online again, the host is probed at once', async () => {
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

test('a host is unreadable when it answers but never let the page read an answer', async () => {
  const { connectivity, network } = setUp();
  expect(await network.isUnreadable(URL_OF_A_PART)).toBe(true);
  connectivity.setReachable(false);
  expect(await network.isUnreadable(URL_OF_A_PART)).toBe(false);
  connectivity.setReachable(true);
  network.heardFrom('https://bucket.s3.test/another-key');
  expect(await network.isUnreadable(URL_OF_A_PART)).toBe(false);
});

test('a closed network probes no hosts', async () => {
  const { clock, connectivity, network } = setUp();
  network.heardFrom(URL_OF_A_PART);
  connectivity.setReachable(false);
  await network.check(URL_OF_A_PART);

  network.close();

  expect(clock.pendingTimers).toBe(0);
  expect(connectivity.listeners).toBe(0);
});
