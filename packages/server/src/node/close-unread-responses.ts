import type { IncomingMessage, ServerResponse } from 'node:http';
import { beforeHead } from './before-head.ts';

/** How long a response may wait for a client that reads none of it. */
const UNREAD_MS = 30_000;

/**
 * Closes connections whose client reads nothing of a response for 30 seconds. Otherwise such a connection would stay open and
 * keep its responses in memory. A slow client may take as long as it likes, and so may the server before its response. The
 * upload router and `toNodeHandler` do this on their own. Mount it first in an Express or Connect app to protect your other
 * routes.
 *
 * @example
 * app.use(closeUnreadResponses);
 */
export function closeUnreadResponses(
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): void {
  // HTTP/2 has streams, not connections, and its own timeouts.
  if (request.httpVersionMajor !== 1 || FOLLOWED.has(response)) {
    next();
    return;
  }
  FOLLOWED.add(response);
  const { socket } = request;
  beforeHead(response, () => follow(response, socket));
  next();
}

const FOLLOWED = new WeakSet<ServerResponse>();

/** Node's timeout of a socket starts again whenever the client has read something. */
function follow(response: ServerResponse, socket: IncomingMessage['socket']): void {
  const before = socket.timeout ?? 0;
  const onTimeout = () => {
    // A stream can have nothing to send for a while.
    if (socket.writableLength > 0) socket.destroy();
    else socket.setTimeout(UNREAD_MS);
  };
  socket.setTimeout(UNREAD_MS);
  // With a listener, Node leaves it to the listener to close the connection.
  response.on('timeout', onTimeout);
  // Before Node's own listener, which sets the timeout of an idle connection.
  response.prependOnceListener('finish', () => socket.setTimeout(before));
}
