import { afterEach, expect, test, vi } from 'vitest';
import { browserFrames } from './browser-frames.ts';

afterEach(() => vi.restoreAllMocks());

test('a requested frame calls back once', async () => {
  const callback = vi.fn<() => void>();
  browserFrames.request(callback);
  await expect.poll(() => callback.mock.calls.length).toBe(1);
  await new Promise((resolve) => requestAnimationFrame(resolve));
  expect(callback).toHaveBeenCalledTimes(1);
});

test('without painted frames, as in a hidden tab, a timer calls back', async () => {
  vi.spyOn(window, 'requestAnimationFrame').mockReturnValue(1);
  const callback = vi.fn<() => void>();
  browserFrames.request(callback);
  await expect.poll(() => callback.mock.calls.length).toBe(1);
});

test('a canceled request does not call back', async () => {
  const callback = vi.fn<() => void>();
  browserFrames.request(callback)();
  await new Promise((resolve) => browserFrames.request(() => resolve(undefined)));
  expect(callback).not.toHaveBeenCalled();
});
