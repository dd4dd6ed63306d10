import { existsSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin, ViteDevServer } from 'vite';

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
      reloadOnChange(server);
      const page = join(server.config.publicDir, 'drop-in/index.html');
      server.middlewares.use((request, response, next) => {
        const [path = ''] = (request.url ?? '').split('?', 1);
        if (path === SCRIPT) return serveElement(response);
        if (path !== '/drop-in' && path !== '/drop-in/') return next();
        // In development only, the page listens for changes.
        const client = '<script type="module" src="/@vite/client"></script>';
        const html = readFileSync(page, 'utf8').replace('</head>', `${client}</head>`);
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end(html);
      });
    },
    generateBundle() {
      if (!existsSync(ELEMENT)) this.error('Build @slipway/element first: its script is missing.');
      this.emitFile({ type: 'asset', fileName: SCRIPT.slice(1), source: readFileSync(ELEMENT) });
    },
  };
}

/** The element's own build writes its file anew at every change; Vite does not look at `public/`. */
function reloadOnChange(server: ViteDevServer): void {
  server.watcher.add([ELEMENT, server.config.publicDir]);
  server.watcher.on('all', (_event, path) => {
    if (path === ELEMENT || path.startsWith(server.config.publicDir)) {
      server.ws.send({ type: 'full-reload' });
    }
  });
}

function serveElement(response: ServerResponse): void {
  const isBuilt = existsSync(ELEMENT);
  response.statusCode = isBuilt ? 200 : 503;
  response.setHeader('content-type', 'text/javascript');
  response.setHeader('cache-control', 'no-store');
  response.end(isBuilt ? readFileSync(ELEMENT) : '// @slipway/element is being built; reload.');
}
