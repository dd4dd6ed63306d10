import { expect, test } from 'vitest';
import type { FileHandle } from '../ports/file-handle.ts';
import type { SessionStore } from '../ports/session-store.ts';
import { createMemorySessions, createTestUploader, type TestUploader } from '../testing/index.ts';

/** The limit for a test that hangs. No test waits for it. */
const PATIENCE = { timeout: 20_000 };

const digits = () => new File(['0123456789'], 'digits.txt', { lastModified: 1 });

/** One page with an upload whose second part S3 holds. */
async function halfWay(options: Parameters<typeof createTestUploader>[0] = {}) {
  const page = createTestUploader(options);
  const release = page.s3.hold('put 2');
  const upload = page.uploader.add(digits());
  await expect.poll(() => page.s3.calls, PATIENCE).toContain('put 2');
  return { ...page, upload, release };
}

const nextPage = ({ s3, clock, sessions, pages }: TestUploader) =>
  createTestUploader({ s3, clock, sessions, pages });

test('S38 after forgetAll the next user of the browser is offered nothing, and S3 keeps the parts', async () => {
  const page = await halfWay();
  const { uploader, upload, s3, sessions } = page;

  expect(await uploader.forgetAll()).toBe(true);

  await expect(upload.completed).rejects.toMatchObject({ code: 'canceled' });
  expect(uploader.getSnapshot().uploads).toEqual([]);
  expect(await sessions?.list()).toEqual([]);
  expect(await nextPage(page).uploader.getUnfinished()).toEqual([]);
  expect(s3.calls).not.toContain('abort');
  expect(s3.unfinished).toBe(1);
});

test('S38 forgetAll in one tab stops the uploads of every tab, also one that waits for the other', async () => {
  const page = await halfWay();
  const other = nextPage(page);
  const waiting = other.uploader.add(digits());
  const small = other.uploader.add(new File(['1'], 'small.txt'));
  await small.completed;
  await expect.poll(() => waiting.getSnapshot().state.status).toBe('paused');

  await page.uploader.forgetAll();

  await expect(waiting.completed).rejects.toMatchObject({ code: 'canceled' });
  await expect.poll(() => other.uploader.getSnapshot().uploads).toEqual([]);
  expect(await page.sessions?.list()).toEqual([]);
});

test('S38 an upload that a page listed as unfinished cannot be opened after forgetAll in another tab', async () => {
  let opened = 0;
  const handle: FileHandle = {
    getFile: async () => {
      opened++;
      return digits();
    },
  };
  const first = createTestUploader();
  first.uploader.add(digits(), handle);
  await first.s3.receives('put 2');
  first.uploader.close();
  const page = nextPage(first);
  const [unfinished] = await page.uploader.getUnfinished();
  const events: string[] = [];
  page.uploader.on('all-forgotten', () => events.push('all-forgotten'));
  const before = first.s3.calls.length;

  await nextPage(first).uploader.forgetAll();

  await expect.poll(() => events).toEqual(['all-forgotten']);
  await expect(unfinished?.resume()).rejects.toMatchObject({ code: 'canceled' });
  expect(await unfinished?.getFraction()).toBeUndefined();
  await unfinished?.discard();
  expect(opened).toBe(0);
  expect(first.s3.calls.slice(before)).toEqual([]);
});

test('S38 a session that is being stored while the user signs out is deleted, too', async () => {
  const memory = createMemorySessions();
  let letGo: (() => void) | undefined;
  const slow: SessionStore = {
    ...memory,
    put: (session) =>
      new Promise((resolve) => {
        letGo = () => resolve(memory.put(session));
      }),
  };
  const { uploader } = createTestUploader({ sessions: slow });
  uploader.add(digits());
  await expect.poll(() => letGo, PATIENCE).toBeDefined();

  const forgotten = uploader.forgetAll();
  await expect.poll(() => uploader.getSnapshot().uploads).toEqual([]);
  letGo?.();

  expect(await forgotten).toBe(true);
  expect(await memory.list()).toEqual([]);
});

test('S38 a create request that the backend answers after forgetAll leaves no session', async () => {
  const { uploader, s3, sessions, clock } = createTestUploader();
  const release = s3.hold('create');
  uploader.add(digits());
  await expect.poll(() => s3.calls, PATIENCE).toContain('create');

  await uploader.forgetAll();
  clock.advance(1);
  release();

  await expect.poll(() => s3.unfinished).toBe(1);
  await Promise.resolve();
  expect(await sessions?.list()).toEqual([]);
});

test('S38 an upload that S3 is completing fails and leaves the list', async () => {
  const { uploader, s3, sessions } = createTestUploader();
  const release = s3.hold('complete 1,2,3');
  const upload = uploader.add(digits());
  await expect.poll(() => s3.calls, PATIENCE).toContain('complete 1,2,3');

  await uploader.forgetAll();
  release();

  await expect(upload.completed).rejects.toMatchObject({ code: 'canceled' });
  expect(uploader.getSnapshot().uploads).toEqual([]);
  expect(await sessions?.list()).toEqual([]);
  expect(s3.calls).not.toContain('abort');
});

test('S38 the next user uploads the same file in the same page, with the policy of that user', async () => {
  const page = await halfWay({ askPolicy: true });
  const { uploader, s3, clock, release } = page;
  await uploader.forgetAll();
  release();
  const asked = s3.calls.filter((call) => call === 'policy').length;
  clock.advance(1);
  const before = s3.calls.length;

  const upload = uploader.add(digits());
  await clock.runUntil(upload.completed);

  expect(s3.calls.slice(before)).toContain('create');
  expect(s3.calls.filter((call) => call === 'policy')).toHaveLength(asked + 1);
  expect(await uploader.getUnfinished()).toEqual([]);
});

test('S38 forgetAll deletes sessions even if an earlier call to the store failed, and tells when it cannot', async () => {
  const memory = createMemorySessions();
  let broken = false;
  const failing = <T>(call: () => Promise<T>) =>
    broken ? Promise.reject(new Error('full')) : call();
  const sessions: SessionStore = {
    put: (session) => failing(() => memory.put(session)),
    delete: (fingerprint) => failing(() => memory.delete(fingerprint)),
    list: () => failing(() => memory.list()),
  };
  const page = await halfWay({ sessions });
  broken = true;
  page.upload.pause();
  page.uploader.add(new File(['abcdefgh'], 'letters.txt'));
  await expect.poll(() => page.uploader.getSnapshot().sessionsAvailable).toBe(false);
  expect(await page.uploader.forgetAll()).toBe(false);

  broken = false;
  page.clock.advance(1);
  expect(await page.uploader.forgetAll()).toBe(true);
  expect(await memory.list()).toEqual([]);
});

test('S38 sessions of the next user survive a tab that hears late of the sign-out', async () => {
  const first = await halfWay();
  const atMs = first.clock.now();
  first.uploader.close();
  await nextPage(first).uploader.forgetAll();
  first.clock.advance(1_000);
  const { uploader: second, s3, sessions } = nextPage(first);
  s3.hold('put 3');
  second.add(new File(['abcdefghijkl'], 'second.txt'));
  await expect.poll(() => s3.calls, PATIENCE).toContain('put 3');
  second.close();

  const late = createTestUploader({ s3, sessions, clock: first.clock });
  await late.pages.forget(atMs);

  await expect.poll(() => late.uploader.getUnfinished()).toHaveLength(1);
});
