import { startBackend } from '../rig/backend.ts';
import { FaultProxy } from '../rig/fault-proxy.ts';
import { parts } from '../rig/fault-rule.ts';
import { holdPartsFrom } from '../rig/hold-parts.ts';
import { expect, PAGES, test } from './fixtures.ts';

const MiB = 1024 ** 2;

for (const { shell, pagePath } of PAGES) {
  test(`WebKit uploads large, small and empty files through ${shell} @quick`, async ({
    webkit,
    backend,
    files,
    storage,
  }) => {
    const sizes = [20 * MiB, 5 * MiB + 1, 300_000, 1, 0];
    const mixed = await Promise.all(sizes.map((size, i) => files.make(`${i} – ünïcode.bin`, size)));
    await webkit.open(backend.url + pagePath);
    await webkit.pick(...mixed);
    await webkit.completes(mixed.length);
    await storage.holdsExactly(mixed);
  });

  test(`in WebKit, a paused upload on ${shell} resumes with the parts that S3 does not have`, async ({
    webkit,
    backend,
    files,
    storage,
  }) => {
    const film = await files.make('film.bin', 60 * MiB);
    const release = holdPartsFrom(storage, 3);
    await webkit.open(backend.url + pagePath);
    await webkit.pick(film);
    await expect.poll(() => storage.storedParts().length, { timeout: 30_000 }).toBe(2);
    await webkit.click(`Pause ${film.name}`);
    await webkit.shows('Paused');
    release();
    await expect.poll(() => storage.requestsUnderWay).toBe(0);
    const received = storage.partBytesReceived();
    const stored = storage.storedBytes();

    await webkit.click(`Resume ${film.name}`);
    await webkit.completes(1);

    expect(storage.partBytesReceived() - received).toBe(film.size - stored);
    await storage.holdsExactly([film]);
  });

  test(`in WebKit, ${shell} resumes after a reload, and sends only the parts that S3 does not have`, async ({
    webkit,
    backend,
    files,
    storage,
  }) => {
    const film = await files.make('film.bin', 60 * MiB);
    const release = holdPartsFrom(storage, 3);
    await webkit.open(backend.url + pagePath);
    await webkit.pick(film);
    await expect.poll(() => storage.storedParts().length, { timeout: 30_000 }).toBe(2);
    const stored = storage.storedBytes();

    await webkit.open(backend.url + pagePath);
    release();
    await expect.poll(() => storage.requestsUnderWay).toBe(0);
    const received = storage.partBytesReceived();
    if (pagePath === '/') await webkit.shows('Unfinished uploads');
    await webkit.pick(film);
    await webkit.completes(1);

    expect(storage.partBytesReceived() - received).toBe(film.size - stored);
    expect(storage.requests('CreateMultipartUpload')).toHaveLength(1);
    await storage.holdsExactly([film]);
  });
}

test('in WebKit, a second tab follows the first one, and both report the upload', async ({
  webkit,
  backend,
  files,
  storage,
}) => {
  const film = await files.make('film.bin', 60 * MiB);
  const release = holdPartsFrom(storage, 3, 'headers');
  await webkit.open(backend.url);
  await webkit.pick(film);
  await expect.poll(() => storage.storedParts().length, { timeout: 30_000 }).toBe(2);
  const first = await webkit.currentTab();
  await webkit.openTab(backend.url);
  await webkit.pick(film);
  await webkit.shows('another tab');

  release();
  await webkit.switchTo(first);
  await webkit.click(`Pause ${film.name}`);
  await webkit.click(`Resume ${film.name}`);
  await webkit.completes(1);

  expect(storage.requests('CompleteMultipartUpload')).toHaveLength(1);
  await storage.holdsExactly([film]);
});

test.describe(() => {
  test.use({ backendOptions: { SLIPWAY_SMALL_FILES: 'post' } });

  test('in WebKit, small files are sent as forms', async ({ webkit, backend, files, storage }) => {
    const names = Array.from({ length: 20 }, (_, i) => `note-${i}.txt`);
    const notes = await files.makeMany(names, 1_000);
    await webkit.open(backend.url);
    await webkit.pick(...notes);
    await webkit.completes(20);
    expect(storage.requests('PostObject')).toHaveLength(20);
    expect(storage.requests('PutObject')).toHaveLength(0);
    await storage.holdsExactly(notes);
  });
});

test('in WebKit, an upload waits while S3 cannot be reached, and survives a reset part', async ({
  webkit,
  files,
  storage,
}) => {
  const proxy = await FaultProxy.start({ targets: [storage.url], random: Math.random });
  const backend = await startBackend({ ...storage.backendEnvironment, S3_ENDPOINT: proxy.url });
  try {
    await storage.allowOrigin(backend.url);
    proxy.bytesPerSecond = 8 * MiB;
    proxy.rules.add({ match: parts(2), afterBytes: MiB, action: { kind: 'reset' } });
    const film = await files.make('film.bin', 60 * MiB);
    await webkit.open(backend.url);
    await webkit.pick(film);
    await expect.poll(() => storage.storedParts().length, { timeout: 60_000 }).toBeGreaterThan(1);
    await proxy.cut();
    await webkit.shows('offline');
    await proxy.restore();
    proxy.bytesPerSecond = Number.POSITIVE_INFINITY;
    await webkit.completes(1);
    await storage.holdsExactly([film]);
  } finally {
    await backend.stop();
    await proxy.stop();
  }
});
