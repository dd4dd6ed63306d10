import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin, ViteDevServer } from 'vite';

const ELEMENT = fileURLToPath(import.meta.resolve('@slipway/element/slipway-upload.js'));

/** The element's script, and the chunks that it loads from the same folder. */
const SCRIPT = /^\/[\w-]+\.js$/;
const folder = dirname(ELEMENT);
const isScript = (path: string) => SCRIPT.test(path) && existsSync(join(folder, path));

/**
 * Serves what the drop-in page needs: the element's scripts under the page's origin, and the path `/drop-in`. The page
 * itself is in `public/`, and no build changes it.
 */
export function dropInPage(): Plugin {
  return {
    name: 'slipway:drop-in-page',
    configureServer(server) {
      reloadOnChange(server);
      const page = join(server.config.publicDir, 'drop-in/index.html');
      server.middlewares.use((request, response, next) => {
        const [path = ''] = (request.url ?? '').split('?', 1);
        if (path === '/slipway-upload.js' || isScript(path)) {
          return serveScript(join(folder, path), response);
        }
        if (path !== '/drop-in' && path !== '/drop-in/') return next();
        // The page listens for changes only in development.
        const client = '<script type="module" src="/@vite/client"></script>';
        const html = readFileSync(page, 'utf8').replace('</head>', `${client}</head>`);
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end(html);
      });
    },
    generateBundle() {
      if (!existsSync(ELEMENT)) this.error('Build @slipway/element first: its script is missing.');
      for (const fileName of readdirSync(folder)) {
        if (!isScript(`/${fileName}`)) continue;
        this.emitFile({ type: 'asset', fileName, source: readFileSync(join(folder, fileName)) });
      }
    },
  };
}

/** The element's build rewrites its file at every change, but Vite does not watch `public/`. */
function reloadOnChange(server: ViteDevServer): void {
  server.watcher.add([ELEMENT, server.config.publicDir]);
  server.watcher.on('all', (_event, path) => {
    if (path === ELEMENT || path.startsWith(server.config.publicDir)) {
      server.ws.send({ type: 'full-reload' });
    }
  });
}

function serveScript(file: string, response: ServerResponse): void {
  const isBuilt = existsSync(file);
  response.statusCode = isBuilt ? 200 : 503;
  response.setHeader('content-type', 'text/javascript');
  response.setHeader('cache-control', 'no-store');
  response.end(isBuilt ? readFileSync(file) : '// @slipway/element is being built; reload.');
}
