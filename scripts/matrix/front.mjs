import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { extname, join, normalize } from 'node:path';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
};

/**
 * One origin in front of a page and its backend, as a proxy does in production: `/api` goes to the backend, everything else
 * to a folder of files or to the stack's own server.
 *
 * @typedef {object} Page
 * @property {string} [folder] the built page
 * @property {number} [port] the port of the stack's own server
 * @property {boolean} [hasBackend] whether that server also serves `/api`
 * @property {string} [policy] the Content-Security-Policy of documents
 *
 * @param {number} port of this origin
 * @param {number} backendPort
 * @returns {Promise<{ show(page: Page): void, close(): void }>}
 */
export async function startFront(port, backendPort) {
  /** @type {Page} */
  let page = {};
  const server = createServer((request, response) => {
    const toBackend = request.url.startsWith('/api/') && !page.hasBackend;
    if (toBackend) return forward(request, response, backendPort);
    if (page.port) return forward(request, response, page.port);
    return sendFile(request, response, page);
  });
  // Development servers reload pages through web sockets.
  server.on('upgrade', (request, socket, head) => {
    const upstream = connect(page.port, '127.0.0.1', () => {
      upstream.write(`${request.method} ${request.url} HTTP/1.1\r\n`);
      for (let i = 0; i < request.rawHeaders.length; i += 2) {
        upstream.write(`${request.rawHeaders[i]}: ${request.rawHeaders[i + 1]}\r\n`);
      }
      upstream.write('\r\n');
      upstream.write(head);
      socket.pipe(upstream).pipe(socket);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    show(next) {
      page = next;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function forward(request, response, port) {
  const { method, url, headers } = request;
  const upstream = httpRequest(
    { host: '127.0.0.1', port, method, path: url, headers },
    (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    },
  );
  upstream.on('error', (error) => {
    if (!response.headersSent) response.writeHead(502);
    response.end(error.message);
  });
  request.pipe(upstream);
}

function sendFile(request, response, { folder, policy }) {
  const { pathname } = new URL(request.url, 'http://127.0.0.1');
  const file = join(folder, normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname));
  if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
  const type = TYPES[extname(file)] ?? 'application/octet-stream';
  const isDocument = extname(file) === '.html';
  response.writeHead(200, {
    'content-type': type,
    ...(isDocument && policy && { 'content-security-policy': policy }),
  });
  createReadStream(file).pipe(response);
}
