import { expect, test, vi } from 'vitest';
import { browserConnectivity } from './browser-connectivity.ts';

test.each([
  ['the network is back', () => dispatchEvent(new Event('online'))],
  ['a hidden page is looked at again', () => document.dispatchEvent(new Event('visibilitychange'))],
  ['a frozen page resumes', () => document.dispatchEvent(new Event('resume'))],
])('listeners learn that the network is back when %s, until they stop listening', (_, happen) => {
  const onOnline = vi.fn();
  const stop = browserConnectivity.onOnline(onOnline);
  happen();
  expect(onOnline).toHaveBeenCalledOnce();
  stop();
  happen();
  expect(onOnline).toHaveBeenCalledOnce();
});

test('listeners learn nothing when a page is shown again without a network', () => {
  const onLine = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  const onOnline = vi.fn();
  const stop = browserConnectivity.onOnline(onOnline);
  document.dispatchEvent(new Event('visibilitychange'));
  stop();
  onLine.mockRestore();
  expect(onOnline).not.toHaveBeenCalled();
});

test('a host that answers anything can be reached, and a closed port cannot', async () => {
  expect(await browserConnectivity.canReach(location.origin)).toBe(true);
  expect(await browserConnectivity.canReach('http://127.0.0.1:1')).toBe(false);
});
