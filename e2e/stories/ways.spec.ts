import { startBackend } from '../rig/backend.ts';
import { FaultProxy } from '../rig/fault-proxy.ts';
import { expect, test } from '../rig/fixtures.ts';
import { holdPartsFrom } from '../rig/hold-parts.ts';
import { KillableBrowser } from '../rig/killable-browser.ts';
import { Widget } from '../rig/widget.ts';

const MiB = 1024 ** 2;

test.describe('small files', () => {
  test.use({ backendOptions: { SLIPWAY_SMALL_FILES: 'post' } });

  test('go as forms without a preflight, created and confirmed together', async ({
    widget,
    files,
    storage,
  }) => {
    const notes = await Promise.all(
      Array.from({ length: 40 }, (_, i) => files.make(`note-${i}.txt`, 1_000 + i)),
    );
    const asked: string[] = [];
    widget.page.on('request', (request) => asked.push(new URL(request.url()).pathname));

    await widget.pick(...notes);
    await widget.completes(40);

    expect(storage.requests('PostObject')).toHaveLength(40);
    expect(storage.requests('PutObject')).toHaveLength(0);
    expect(storage.requests('Preflight')).toHaveLength(0);
    // A dozen first, then what else is read within 600 ms each: two on a page that reads as fast as it should.
    expect(asked.filter((path) => path === '/api/uploads').length).toBeLessThan(10);
    await storage.holdsExactly(notes);
  });

  test('go by PUT where the bucket lets no form be answered, and each is stored once', async ({
    widget,
    files,
    storage,
    backend,
  }) => {
    await storage.allowOrigin(backend.url, { AllowedMethods: ['PUT'] });
    const notes = await Promise.all([1, 2, 3].map((i) => files.make(`note-${i}.txt`, 1_000 + i)));

    await widget.pick(...notes);
    await widget.completes(3);

    await storage.holdsExactly(notes);
  });
});

test.describe('another device', () => {
  test.use({ backendOptions: { SLIPWAY_RESUME: 'any-device' } });

  test('goes on with an upload that this one began, and sends only what is missing', async ({
    widget,
    backend,
    browser,
    files,
    storage,
  }) => {
    const film = await files.make('film.bin', 100 * MiB); // Six parts.
    const release = holdPartsFrom(storage, 4);
    await widget.pick(film);
    await expect.poll(() => storage.storedParts().length, { timeout: 30_000 }).toBe(3);
    const sentBefore = storage.storedParts().reduce((sum, part) => sum + part.bytesReceived, 0);
    await widget.page.close();
    release();
    await expect.poll(() => storage.requestsUnderWay).toBe(0);
    const receivedBefore = storage.partBytesReceived();

    const elsewhere = await browser.newContext();
    const there = new Widget(await elsewhere.newPage(), backend.url);
    await there.open();
    await there.pick(film);
    await there.completes(1);

    expect(storage.partBytesReceived() - receivedBefore).toBe(film.size - sentBefore);
    expect(storage.requests('CreateMultipartUpload')).toHaveLength(1);
    await storage.holdsExactly([film]);
    await elsewhere.close();
  });
});

test.describe('a bucket with two host names', () => {
  test.use({
    backendOptions: async ({ storage }, use) => {
      await use({ S3_OTHER_ENDPOINTS: storage.url.replace('127.0.0.1', 'localhost') });
    },
  });

  test('takes parts by both', async ({ widget, files, storage }) => {
    const hosts = new Set<string>();
    widget.page.on('request', (request) => {
      if (request.method() === 'PUT') hosts.add(new URL(request.url()).hostname);
    });
    const film = await files.make('film.bin', 100 * MiB);

    await widget.pick(film);
    await widget.completes(1);

    expect([...hosts].sort()).toEqual(['127.0.0.1', 'localhost']);
    await storage.holdsExactly([film]);
  });

  test('takes all parts by the first when nobody is behind the second', async ({
    page,
    widget,
    files,
    storage,
  }) => {
    await page.route(/^http:\/\/localhost:/, (route) => route.abort('connectionrefused'));
    const film = await files.make('film.bin', 100 * MiB);

    await widget.pick(film);
    await widget.completes(1);

    await storage.holdsExactly([film]);
    expect(storage.storedParts()).toHaveLength(6);
  });
});

for (const [rule, AllowedOrigins] of [
  ['names the page', undefined],
  ['names everybody, and so takes no cookies', ['*']],
] as const) {
  test.describe(`where the CORS rule ${rule}`, () => {
    test.use({ backendOptions: { SLIPWAY_CREDENTIALS_SPLIT: 'true' } });

    test('an upload that may go with cookies arrives', async ({
      widget,
      files,
      storage,
      backend,
    }) => {
      if (AllowedOrigins) await storage.allowOrigin(backend.url, { AllowedOrigins: ['*'] });
      const film = await files.make('film.bin', 100 * MiB);

      await widget.pick(film);
      await widget.completes(1);

      expect(storage.storedParts()).toHaveLength(6);
      await storage.holdsExactly([film]);
    });
  });
}

// Chromium connects ahead only where a profile is kept, as people's are; Firefox never does while it is driven by a test.
test('the storage is connected to while the user is still on the way to the file @chromium', async ({
  storage,
}) => {
  const browser = await KillableBrowser.create();
  const s3 = await FaultProxy.start({ targets: [storage.url], random: Math.random });
  const backend = await startBackend({ ...storage.backendEnvironment, S3_ENDPOINT: s3.url });
  try {
    const widget = new Widget(await browser.start(), backend.url);
    await widget.open();
    const unused = () => s3.connections - s3.requests.length;
    expect(unused()).toBe(0);

    await widget.page.getByText('Browse files').first().hover();

    await expect.poll(unused).toBeGreaterThan(0);
    expect(await widget.page.locator('link[rel=preconnect]').count()).toBe(0);
  } finally {
    await browser.remove();
    await backend.stop();
    await s3.stop();
  }
});
