import { afterEach, expect, test, vi } from 'vitest';
import { createTestUploader } from '../testing/index.ts';
import { guardPage, type PageGuardOptions } from './guard-page.ts';

const digits = () => new File(['0123456789'], 'digits.txt');
let end: (() => void) | undefined;

afterEach(() => end?.());

/** A page whose upload of ten bytes has sent four. */
async function uploadHalf(options?: PageGuardOptions) {
  const { uploader, s3 } = createTestUploader();
  end = guardPage(uploader, options);
  const release = s3.hold('put 2');
  const upload = uploader.add(digits());
  await vi.waitFor(() => expect(s3.calls).toContain('put 2'));
  return { uploader, upload, release };
}

/** Whether the browser would ask. */
function asksBeforeLeaving(): boolean {
  return !dispatchEvent(new Event('beforeunload', { cancelable: true }));
}

async function isKeptAwake(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === 'slipway-active');
}

test('leaving is asked about while an upload is under way, and not after it', async () => {
  expect(asksBeforeLeaving()).toBe(false);
  const { upload, release } = await uploadHalf();
  await expect.poll(asksBeforeLeaving).toBe(true);
  release();
  await upload.completed;
  await expect.poll(asksBeforeLeaving).toBe(false);
});

test('a paused upload does not hold the page', async () => {
  const { upload } = await uploadHalf();
  await expect.poll(isKeptAwake).toBe(true);
  upload.pause();
  await expect.poll(isKeptAwake).toBe(false);
  expect(asksBeforeLeaving()).toBe(false);
  upload.resume();
  await expect.poll(isKeptAwake).toBe(true);
});

test('a page that does not want it is not asked about, but kept awake', async () => {
  await uploadHalf({ askBeforeLeaving: false });
  await expect.poll(isKeptAwake).toBe(true);
  expect(asksBeforeLeaving()).toBe(false);
});

test('what ends the guard ends all of it, in mid-upload', async () => {
  await uploadHalf({ keepScreenOn: true });
  await expect.poll(isKeptAwake).toBe(true);
  end?.();
  await expect.poll(isKeptAwake).toBe(false);
  expect(asksBeforeLeaving()).toBe(false);
});

test('the screen is kept on while an upload is under way, where that is wanted', async () => {
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

test('the screen is left alone where nobody asked for it', async () => {
  const request = vi.spyOn(navigator.wakeLock, 'request');
  await uploadHalf();
  await expect.poll(isKeptAwake).toBe(true);
  expect(request).not.toHaveBeenCalled();
  request.mockRestore();
});
