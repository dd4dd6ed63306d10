import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { test as base, expect } from '../rig/fixtures.ts';

const FILE = '/slipway-upload.standalone.js';
const read = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../packages/element/dist${path}`, import.meta.url)));
const SCRIPT = read(FILE);
const WORKER = read('/checksum-worker.js');
const INTEGRITY = `sha384-${createHash('sha384').update(SCRIPT).digest('base64')}`;

interface Server {
  readonly url: string;
  /** What the server answers, by path. */
  readonly pages: Map<
    string,
    { readonly head: OutgoingHttpHeaders; readonly body: string | Buffer }
  >;
  /** The paths that were asked for. */
  readonly asked: readonly string[];
}

interface Servers {
  readonly cdn: Server;
  readonly site: Server;
}

interface PageOptions {
  /** What its policy allows as the source of workers. */
  readonly workers: string;
  /** Attributes of the element. */
  readonly attributes?: string;
}

interface Uploaded {
  /** The worker's address. */
  readonly worker: string;
  /** What the console said. */
  readonly warnings: readonly string[];
}

/** Uploads a file on a page with a strict policy. */
type UploadOn = (options: PageOptions) => Promise<Uploaded>;

const test = base.extend<Servers & { readonly uploadOn: UploadOn }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from the pattern.
  cdn: async ({}, use) => serveWhile(use),
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  site: async ({}, use) => serveWhile(use),
  backendOptions: async ({ site }, use) => use({ SLIPWAY_ALLOWED_ORIGINS: site.url }),
  uploadOn: async ({ page, backend, storage, files, cdn, site }, use) => {
    await use(async ({ workers, attributes = '' }) => {
      await storage.allowOrigin(site.url);
      cdn.pages.set(FILE, {
        head: { 'access-control-allow-origin': '*', 'content-type': 'text/javascript' },
        body: SCRIPT,
      });
      site.pages.set('/', {
        head: {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': [
            `default-src 'none'; img-src data:; worker-src ${workers}`,
            `script-src ${cdn.url}; connect-src ${backend.url} ${storage.url}`,
          ].join('; '),
        },
        body: `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Page</title>
      <script type="module" src="${cdn.url}${FILE}" crossorigin integrity="${INTEGRITY}"></script>
      <slipway-upload endpoint="${backend.url}/api" ${attributes}></slipway-upload></html>`,
      });
      const warnings: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'warning' || message.type() === 'error')
          warnings.push(message.text());
      });
      const worker = page.waitForEvent('worker');
      await page.goto(site.url);
      const film = await files.make('film.bin', 20 * 1024 ** 2);
      await page.locator('input[type=file]').first().setInputFiles(film.path);
      await expect(page.getByText('Uploaded', { exact: true })).toBeVisible();
      await storage.holdsExactly([film]);
      return { worker: (await worker).url(), warnings };
    });
  },
});

test('a page takes the element from a CDN in one file with its hash, and its worker too', async ({
  uploadOn,
  cdn,
}) => {
  const { worker, warnings } = await uploadOn({ workers: 'blob:' });

  expect(worker).toMatch(/^blob:/);
  expect(cdn.asked).toEqual([FILE]);
  expect(warnings).toEqual([]);
});

test('a page whose policy forbids blob: serves the worker itself', async ({ uploadOn, site }) => {
  site.pages.set('/worker.js', { head: { 'content-type': 'text/javascript' }, body: WORKER });
  const { worker, warnings } = await uploadOn({
    workers: "'self'",
    attributes: 'worker-url="/worker.js"',
  });

  expect(worker).toBe(`${site.url}/worker.js`);
  expect(warnings).toEqual([]);
});

/** Serves pages on a port of their own until `use` ends. */
async function serveWhile(use: (server: Server) => Promise<void>): Promise<void> {
  const pages: Server['pages'] = new Map();
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const page = pages.get(url);
    response.writeHead(page ? 200 : 404, page?.head);
    response.end(page?.body);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await use({ url: `http://127.0.0.1:${port}`, pages, asked });
  server.closeAllConnections();
  server.close();
}
