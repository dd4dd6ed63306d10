import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const SCRIPT = '/slipway-upload.js';
const ELEMENT = fileURLToPath(import.meta.resolve('@slipway/element/slipway-upload.js'));

/**
 * What the drop-in page needs of a server: the element's script under the page's own origin, and
 * `/drop-in` as an address. The page itself lies in `public/`, untouched by any build.
 */
export function dropInPage(): Plugin {
  return {
    name: 'slipway:drop-in-page',
    configureServer(server) {
      // The element's own build writes the file anew at every change.
      server.watcher.add(ELEMENT);
      server.watcher.on('all', (_event, path) => {
        if (path === ELEMENT) server.ws.send({ type: 'full-reload' });
      });
      server.middlewares.use((request, response, next) => {
        const [path = ''] = (request.url ?? '').split('?', 1);
        if (path === '/drop-in' || path === '/drop-in/') request.url = '/drop-in/index.html';
        if (path !== SCRIPT) return next();
        response.statusCode = existsSync(ELEMENT) ? 200 : 503;
        response.setHeader('content-type', 'text/javascript');
        response.setHeader('cache-control', 'no-store');
        response.end(existsSync(ELEMENT) ? readFileSync(ELEMENT) : '');
      });
    },
    generateBundle() {
      if (!existsSync(ELEMENT)) this.error('Build @slipway/element first: its script is missing.');
      this.emitFile({ type: 'asset', fileName: SCRIPT.slice(1), source: readFileSync(ELEMENT) });
    },
  };
}
