import type { ChecksumMode } from '@slipway/protocol';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { computeChecksum } from '../checksum/compute-checksum.ts';
import { createStepwiseChecksummer } from '../checksum/stepwise-checksummer.ts';
import { MAX_DIGEST_BYTES } from '../checksum/web-digests.ts';
import { createBrowserChecksummer } from './browser-checksummer.ts';
import { createLazyChecksummer } from './lazy-checksummer.ts';

const MiB = 1024 ** 2;
const { signal } = new AbortController();

/** Bytes that differ by seed. */
function bytes(size: number, seed = 1): Uint8Array<ArrayBuffer> {
  return new Uint8Array(size).map((_, i) => (i * seed * 31 + (i >> 8)) & 255);
}

const file = new File([bytes(9 * MiB)], 'film.bin');

/** SHA-256 as the browser itself computes it. */
async function sha256(part: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await part.arrayBuffer());
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

/** Records every Worker that is created, with its address. `refuse` simulates a page that refuses workers. */
function watchWorkers(refuse = false) {
  const started: { readonly url: string; ended: boolean }[] = [];
  class WatchedWorker extends Worker {
    readonly #seen: { readonly url: string; ended: boolean };
    constructor(url: string | URL, options?: WorkerOptions) {
      if (refuse) throw new DOMException('Refused by policy.', 'SecurityError');
      super(url, options);
      this.#seen = { url: String(url), ended: false };
      started.push(this.#seen);
    }
    override terminate(): void {
      this.#seen.ended = true;
      super.terminate();
    }
  }
  vi.stubGlobal('Worker', WatchedWorker);
  return started;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('a small file comes before the parts of large files, which keep their order', async () => {
  const checksummer = createBrowserChecksummer();
  const settled: number[] = [];
  const tasks = [9, 9, 8, 7, 6, 1].map(async (size) => {
    await checksummer.compute(new Blob([bytes(size * MiB)]), 'crc32', signal);
    settled.push(size);
  });
  await Promise.all(tasks);
  checksummer.close();
  const waited = settled.filter((size) => size < 9);
  expect(waited[0]).toBe(1);
  expect(waited.indexOf(8)).toBeLessThan(waited.indexOf(6));
});

describe.each([
  ['in workers', undefined, false],
  ['where the script of the worker is not there', '/nowhere.js', false],
  ['where the script comes from another origin', 'https://cdn.invalid/w.js', false],
  ['where the page refuses workers', undefined, true],
])('%s', (_, workerUrl, refuse) => {
  test('checksums are computed and combined, with the same results', async () => {
    watchWorkers(refuse);
    const checksummer = createBrowserChecksummer(workerUrl);
    const compute = (part: Blob, mode: ChecksumMode) => checksummer.compute(part, mode, signal);
    const check = new Blob(['123456789']);
    const parts = [file.slice(0, 4 * MiB), file.slice(4 * MiB)];

    const values = await Promise.all([
      compute(check, 'crc64nvme'),
      compute(check, 'crc32c'),
      compute(file, 'sha256'),
      ...parts.map((part) => compute(part, 'crc64nvme')),
    ]);
    const [crc64, crc32c, sha, ...ofParts] = values;
    const sized = parts.map(({ size }, i) => ({ size, checksum: ofParts[i] ?? '' }));

    expect(crc64).toBe('rosUhgp5mIg=');
    expect(crc32c).toBe('4waSgw==');
    expect(sha).toBe(await sha256(file));
    expect(await checksummer.combine('crc64nvme', sized)).toBe(await compute(file, 'crc64nvme'));
    checksummer.close();
  });

  test('an aborted computation rejects with its reason, and others continue', async () => {
    watchWorkers(refuse);
    const checksummer = createBrowserChecksummer(workerUrl);
    const controller = new AbortController();
    const aborted = [1, 2, 3].map(() => checksummer.compute(file, 'md5', controller.signal));
    const reason = new Error('paused');

    controller.abort(reason);

    for (const computation of aborted) await expect(computation).rejects.toBe(reason);
    expect(await checksummer.compute(new Blob(['a']), 'md5', signal)).toBe(
      'DMF1ucDxtqgxw5niaXcmYQ==',
    );
    checksummer.close();
  });
});

test('the console says once that the worker did not start, and nothing when it did', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const working = createBrowserChecksummer();
  await working.compute(file, 'crc64nvme', signal);
  expect(warn).not.toHaveBeenCalled();

  const broken = createBrowserChecksummer('/nowhere.js');
  await Promise.all([1, 2, 3].map(() => broken.compute(file, 'crc64nvme', signal)));

  expect(warn.mock.calls).toEqual([[expect.stringContaining('the checksum worker did not start')]]);
  working.close();
  broken.close();
});

test('the page computes when the worker loads and says nothing for ten seconds', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const silent = URL.createObjectURL(new Blob([''], { type: 'text/javascript' }));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const checksummer = createBrowserChecksummer(silent);
    const computed = checksummer.compute(new Blob(['123456789']), 'crc64nvme', signal);
    vi.advanceTimersByTime(9_999);
    expect(warn).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    vi.useRealTimers();
    expect(await computed).toBe('rosUhgp5mIg=');
    expect(warn).toHaveBeenCalledTimes(1);
    checksummer.close();
  } finally {
    vi.useRealTimers();
    URL.revokeObjectURL(silent);
  }
});

test('no more than two workers are started, and closing ends them', async () => {
  const workers = watchWorkers();
  const checksummer = createBrowserChecksummer();
  await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      checksummer.compute(new Blob([bytes(MiB, i + 1)]), 'crc64nvme', signal),
    ),
  );
  const cores = navigator.hardwareConcurrency;
  expect(workers).toHaveLength(Math.min(2, cores));
  expect(workers.some(({ ended }) => ended)).toBe(false); // Both work, so the page's thread does not replace them.

  checksummer.close();

  expect(workers.every(({ ended }) => ended)).toBe(true);
});

const computeShas = () =>
  Promise.all(
    (['sha256', 'sha1'] as const).map((mode) =>
      createBrowserChecksummer().compute(file, mode, signal),
    ),
  );

test('the digests of SHA are the same with and without WebCrypto', async () => {
  const { subtle } = crypto;
  watchWorkers(true); // The page's own thread, because a worker's WebCrypto cannot be taken away.
  const digest = vi.spyOn(subtle, 'digest');
  const fast = await computeShas();
  expect(digest).toHaveBeenCalledTimes(2);

  vi.stubGlobal('crypto', {}); // As on a page without a secure context.
  const slow = await computeShas();

  expect(digest).toHaveBeenCalledTimes(2);
  expect(slow).toEqual(fast);
});

test('SHA-256 is fast where the page has WebCrypto', () => {
  expect(createLazyChecksummer().maxFastSha256Bytes).toBe(MAX_DIGEST_BYTES);
  vi.stubGlobal('crypto', {});
  expect(createLazyChecksummer().maxFastSha256Bytes).toBeUndefined();
});

test('a small file does not wait for the parts of a large one', async () => {
  const checksummer = createBrowserChecksummer();
  const order: string[] = [];
  const large = Array.from({ length: 6 }, async () => {
    await checksummer.compute(file, 'sha256', signal);
    order.push('large');
  });
  const small = checksummer.compute(new Blob(['a']), 'sha256', signal).then(() => {
    order.push('small');
  });

  await Promise.all([...large, small]);

  expect(order.indexOf('small')).toBeLessThanOrEqual(2);
  checksummer.close();
});

test("on the page's thread, other tasks run while a part is read", async () => {
  let turns = 0;
  const reading = createStepwiseChecksummer().compute(file, 'crc64nvme', signal);
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', () => {
    turns += 1;
    port2.postMessage(undefined);
  });
  port1.start();
  port2.postMessage(undefined);

  await reading;

  port1.close();
  // One step per MiB.
  expect(turns).toBeGreaterThanOrEqual(8);
});

test('a file on disk is read to its end, however busy the garbage collector is', async () => {
  const folder = await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle('film.bin', { create: true });
  const writable = await handle.createWritable();
  await writable.write(file);
  await writable.close();
  const onDisk = await handle.getFile();
  const expected = await computeChecksum(file, 'crc64nvme', () => {});

  const worker = new Worker(new URL('../../testing/littering-worker.ts', import.meta.url), {
    type: 'module',
  });
  for (let i = 0; i < 20; i++) {
    const answer = new Promise((resolve) => {
      worker.addEventListener('message', resolve, { once: true });
    });
    worker.postMessage(onDisk);
    expect(await answer).toMatchObject({ data: expected });
  }
  worker.terminate();
});
