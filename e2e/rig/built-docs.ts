import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../apps/docs/dist/', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** The built documentation, served as by any server of static files. */
export interface BuiltDocs {
  /** The start page's address, with the base. */
  readonly url: string;
  /** The path below which the site was built, such as `/slipway/`. */
  readonly base: string;
  close(): Promise<void>;
}

/** @throws Error when the documentation is not built */
export async function serveBuiltDocs(): Promise<BuiltDocs> {
  const start = join(FOLDER, 'index.html');
  if (!existsSync(start)) throw new Error('Build the site first: npm run docs -- build');
  const base = /<link rel="icon" href="([^"]*)favicon/.exec(readFileSync(start, 'utf8'))?.[1];
  if (base === undefined) throw new Error('The start page has no icon, so its base is unknown.');
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://docs').pathname;
    const file = path.startsWith(base) ? fileOf(path.slice(base.length)) : undefined;
    const shown = file ?? join(FOLDER, '404.html');
    response.writeHead(file === undefined ? 404 : 200, {
      'content-type': TYPES[extname(shown)] ?? 'application/octet-stream',
    });
    response.end(readFileSync(shown));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${base}`,
    base,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** The file that the site serves at a path below its base. */
function fileOf(path: string): string | undefined {
  const file = join(FOLDER, decodeURIComponent(path));
  const found = path === '' || path.endsWith('/') ? join(file, 'index.html') : file;
  return existsSync(found) && statSync(found).isFile() ? found : undefined;
}

/** The paths of all pages below the base, without the gallery. */
export function builtPages(): readonly string[] {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.html') && !file.startsWith('gallery/'))
    .toSorted();
}

/** Links and files of all pages that do not exist on the site, each as `page: target`. */
export function findDeadTargets(base: string): readonly string[] {
  const html = new Map(
    builtPages().map((page) => [page, readFileSync(join(FOLDER, page), 'utf8')]),
  );
  return [...html].flatMap(([page, text]) =>
    [...text.matchAll(/\s(?:href|src)="([^"]+)"/g)].flatMap(([, target = '']) => {
      const url = new URL(target.replaceAll('&amp;', '&'), `http://docs${base}${page}`);
      if (url.origin !== 'http://docs') return [];
      const file = url.pathname.startsWith(base) && fileOf(url.pathname.slice(base.length));
      const anchor = decodeURIComponent(url.hash.slice(1));
      if (!file) return [`${page}: ${target}`];
      const known = html.get(file.slice(FOLDER.length).replaceAll('\\', '/'));
      const isThere = anchor === '' || known?.includes(`id="${anchor}"`);
      return isThere ? [] : [`${page}: ${target}`];
    }),
  );
}
