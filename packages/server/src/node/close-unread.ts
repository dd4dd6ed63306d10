import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { beforeHead } from './before-head.ts';

/** The rest of a smaller body is read and dropped, so that the connection can serve the next request. */
const MAX_DROPPED_BYTES = 256 * 1_024;
/** How long the rest of a smaller body may take to arrive, after the response. */
const MAX_DROPPING_MS = 5_000;
/**
 * How long a connection stays open after its last response. Closed at once, it would be reset, and the client could lose
 * the response. @see https://www.rfc-editor.org/rfc/rfc9112#section-9.6
 */
const LINGER_MS = 1_000;

/**
 * Closes connections whose request was answered before its body was read, such as a refused one. Otherwise Node would read
 * and drop the body, however large it is. The upload router and `toNodeHandler` do this on their own. Mount it first in an
 * Express or Connect app to protect your other routes.
 *
 * @example
 * app.use(closeUnreadRequests);
 */
export function closeUnreadRequests(
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): void {
  const length = bodyLength(request);
  // HTTP/2 closes streams, not connections.
  if (length === 0 || request.httpVersionMajor !== 1 || FOLLOWED.has(request)) {
    next();
    return;
  }
  FOLLOWED.add(request);
  const { socket } = request;
  beforeHead(response, () => {
    if (request.complete) return;
    if (length > MAX_DROPPED_BYTES) response.setHeader('Connection', 'close');
    lingerAtEnd(socket);
  });
  response.once('finish', () => {
    if (request.complete || socket.destroyed) return;
    const timer = setTimeout(() => request.complete || socket.destroy(), MAX_DROPPING_MS).unref();
    request.once('close', () => clearTimeout(timer));
  });
  next();
}

const FOLLOWED = new WeakSet<IncomingMessage>();

/** Bytes of a request's body. Infinite for a body that does not tell. */
function bodyLength({ headers }: IncomingMessage): number {
  if (headers['transfer-encoding'] !== undefined) return Number.POSITIVE_INFINITY;
  return Number(headers['content-length'] ?? 0);
}

/** Node calls `destroySoon` after the last response of a connection, when it says `Connection: close`. */
function lingerAtEnd(socket: Socket): void {
  socket.destroySoon = () => {
    socket.end();
    let dropped = 0;
    socket.on('data', (chunk) => {
      dropped += chunk.length;
      if (dropped > MAX_DROPPED_BYTES) socket.pause();
    });
    const timer = setTimeout(() => socket.destroy(), LINGER_MS);
    socket.once('close', () => clearTimeout(timer));
  };
}
