import { afterEach, expect, test, vi } from 'vitest';
import { createTestUploader } from '../testing/index.ts';
import { guardPage, type PageGuardOptions } from './guard-page.ts';

const digits = () => new File(['0123456789'], 'digits.txt');
let end: (() => void) | undefined;

afterEach(() => end?.());

/** A page whose upload has sent four of ten bytes. */
async function uploadHalf(options?: PageGuardOptions) {
  const { uploader, s3 } = createTestUploader();
  end = guardPage(uploader, options);
  const release = s3.hold('put 2');
  const upload = uploader.add(digits());
  await expect.poll(() => s3.calls).toContain('put 2');
  return { uploader, upload, release };
}

/** Whether the browser would ask before leaving. */
function asksBeforeLeaving(): boolean {
  return !dispatchEvent(new Event('beforeunload', { cancelable: true }));
}

async function isKeptAwake(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === 'slipway-active');
}

test('the browser asks before leaving while an upload runs, and not afterwards', async () => {
  expect(asksBeforeLeaving()).toBe(false);
  const { upload, release } = await uploadHalf();
  await expect.poll(asksBeforeLeaving).toBe(true);
  release();
  await upload.completed;
  await expect.poll(asksBeforeLeaving).toBe(false);
});

test('a frame that refuses locks causes no unhandled rejection', async () => {
  const unhandled: unknown[] = [];
  const note = (event: PromiseRejectionEvent) => unhandled.push(event.reason);
  addEventListener('unhandledrejection', note);
  const refused = new DOMException('Access to the Locks API is denied.', 'SecurityError');
  const request = async () => Promise.reject(refused);
  Object.defineProperty(navigator.locks, 'request', { value: request, configurable: true });
  const { upload, release } = await uploadHalf();
  release();
  await upload.completed;
  await new Promise((resolve) => setTimeout(resolve)); // Browsers report rejections after their microtasks.
  Reflect.deleteProperty(navigator.locks, 'request');
  removeEventListener('unhandledrejection', note);
  expect(unhandled).toEqual([]);
});

test('a paused upload does not guard the page', async () => {
  const { upload } = await uploadHalf();
  await expect.poll(isKeptAwake).toBe(true);
  upload.pause();
  await expect.poll(isKeptAwake).toBe(false);
  expect(asksBeforeLeaving()).toBe(false);
  upload.resume();
  await expect.poll(isKeptAwake).toBe(true);
});

test('with askBeforeLeaving off, the browser does not ask, but the page stays awake', async () => {
  await uploadHalf({ askBeforeLeaving: false });
  await expect.poll(isKeptAwake).toBe(true);
  expect(asksBeforeLeaving()).toBe(false);
});

test('releasing the guard ends all of it, even during an upload', async () => {
  await uploadHalf({ keepScreenOn: true });
  await expect.poll(isKeptAwake).toBe(true);
  end?.();
  await expect.poll(isKeptAwake).toBe(false);
  expect(asksBeforeLeaving()).toBe(false);
});

test('with keepScreenOn, the screen stays on while an upload runs', async () => {
  const request = vi.spyOn(navigator.wakeLock, 'request');
  try {
    const { upload, release } = await uploadHalf({ keepScreenOn: true });
    await expect.poll(() => request.mock.settledResults.length).toBe(1);
    const { value: sentinel } = request.mock.settledResults[0] as { value: WakeLockSentinel };
    expect(sentinel.released).toBe(false);
    release();
    await upload.completed;
    await expect.poll(() => sentinel.released).toBe(true);
  } finally {
    request.mockRestore();
  }
});

test('without keepScreenOn, the guard does not touch the screen', async () => {
  const request = vi.spyOn(navigator.wakeLock, 'request');
  await uploadHalf();
  await expect.poll(isKeptAwake).toBe(true);
  expect(request).not.toHaveBeenCalled();
  request.mockRestore();
});
