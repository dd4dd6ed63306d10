import { chromium } from '@playwright/test';
import { startBackend } from '../rig/backend.ts';
import { chromiumArgs, chromiumPath } from '../rig/chromium.ts';
import { FaultProxy } from '../rig/fault-proxy.ts';
import { expect, test } from '../rig/fixtures.ts';
import { holdPartsFrom } from '../rig/hold-parts.ts';
import { KillableBrowser } from '../rig/killable-browser.ts';
import { Widget } from '../rig/widget.ts';

const MiB = 1024 ** 2;

test.describe('small files', () => {
  test.use({ backendOptions: { SLIPWAY_SMALL_FILES: 'post' } });

  test('are sent as forms without a preflight, and are created and completed together', async ({
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
    // The first batch has a dozen files. The next ones have the files that the page reads within 600 ms each. A page of
    // normal speed sends two batches.
    expect(asked.filter((path) => path === '/api/uploads').length).toBeLessThan(10);
    await storage.holdsExactly(notes);
  });

  test('are sent by PUT if the bucket hides the responses to forms, and each is stored once', async ({
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

test.describe('small files of a page without a secure context', () => {
  // A backend that other machines can reach has to know its callers.
  test.use({
    backendOptions: {
      SLIPWAY_SMALL_FILES: 'post',
      SLIPWAY_TRUSTED_PROXIES: '127.0.0.1',
      SLIPWAY_PROXY_SUBJECT_HEADER: 'X-User',
    },
  });

  test('are sent by PUT, because forms need SHA-256 @chromium', async ({
    backend,
    files,
    storage,
  }) => {
    // Browsers count 127.0.0.1 as secure, so the page needs another name.
    const origin = backend.url.replace('127.0.0.1', 'pages.test');
    await storage.allowOrigin(origin);
    const browser = await chromium.launch({
      ...(chromiumPath && { executablePath: chromiumPath }),
      args: [...chromiumArgs, '--host-resolver-rules=MAP pages.test 127.0.0.1'],
    });
    try {
      const widget = new Widget(await browser.newPage(), origin);
      await widget.page.route(`${origin}/**`, (route, request) =>
        route.continue({ headers: { ...request.headers(), 'x-user': 'ada' } }),
      );
      await widget.open();
      expect(await widget.page.evaluate(() => typeof crypto.subtle)).toBe('undefined');
      const notes = await Promise.all([1, 2, 3].map((i) => files.make(`note-${i}.txt`, 1_000 + i)));

      await widget.pick(...notes);
      await widget.completes(3);

      expect(storage.requests('PostObject')).toHaveLength(0);
      expect(storage.requests('PutObject')).toHaveLength(3);
      await storage.holdsExactly(notes);
    } finally {
      await browser.close();
    }
  });
});

test.describe('another device', () => {
  test.use({ backendOptions: { SLIPWAY_RESUME: 'any-device' } });

  test('resumes an upload of this device and sends only the missing parts', async ({
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
    const sentBefore = storage.storedBytes();
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

  test('receives parts through both', async ({ widget, files, storage }) => {
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

  test('receives all parts through the first when the second is down', async ({
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
    const numbers = storage.storedParts().map(({ partNumber }) => partNumber);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

for (const [rule, AllowedOrigins] of [
  ['names the page', undefined],
  ['names all origins, and so allows no cookies', ['*']],
] as const) {
  test.describe(`where the CORS rule ${rule}`, () => {
    test.use({ backendOptions: { SLIPWAY_CREDENTIALS_SPLIT: 'true' } });

    test('an upload that may send cookies completes', async ({
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

// Chromium preconnects only with a persistent profile, as real users have. Firefox never does so while a test drives
// it.
test('the page connects to the storage while the user is still choosing a file @chromium', async ({
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
