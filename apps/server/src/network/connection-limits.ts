import { type Server, type ServerOptions, STATUS_CODES } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Log } from '../log/log.ts';

/** More connections than these are closed at once. One idle connection costs about 10 KiB. */
const MAX_CONNECTIONS = 10_000;

/** How long connections may take, in milliseconds. Silent ones make room for others. */
export const CONNECTION_TIMEOUTS = {
  /** For the head of a request, also for the first one of a connection that sends nothing. */
  headersTimeout: 10_000,
  /** For a whole request. The largest bodies have 2 MiB, so a later one is not coming. */
  requestTimeout: 30_000,
  /**
   * Between two requests. Balancers reuse connections for 60 seconds, and would answer 502 if the backend closed one
   * first.
   */
  keepAliveTimeout: 65_000,
  /** How often Node looks for late heads and requests. */
  connectionsCheckingInterval: 5_000,
} as const satisfies ServerOptions;

/** Limits the connections of a server. Warns the first time that it closes one too many. */
export function limitConnections(server: Server, log: Log): void {
  server.maxConnections = MAX_CONNECTIONS;
  server.on('clientError', answerUnreadable);
  server.once('drop', () => {
    log.warn({ connections: MAX_CONNECTIONS }, 'The backend closes connections: it has too many.');
  });
}

/** How long a client has to read the response before its connection is cut. */
const LINGER_MS = 1_000;

/**
 * Answers what Node cannot parse. Without a listener, Node's own response has no body, and a browser could not tell a head
 * that is too large from a wrong address.
 */
function answerUnreadable(error: Error & { readonly code?: string }, socket: Duplex): void {
  // A browser that opens a connection in advance could take a 408 for the response to its next request.
  const isUnused = socket instanceof Socket && socket.bytesRead === 0;
  if (error.code === 'ECONNRESET' || isUnused || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, message } = UNREADABLE[error.code ?? ''] ?? BAD_REQUEST;
  const body = JSON.stringify({ error: { code: 'invalid-request', message } });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Cache-Control: no-store',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(timer));
}

const BAD_REQUEST = { status: 400, message: 'The request is not valid HTTP.' };
/** By Node's code of the error. */
const UNREADABLE: Readonly<Record<string, typeof BAD_REQUEST>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    message:
      'The headers of the request are too large. Clear the cookies of this site, or shorten the token.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    message: 'The request did not arrive in time. Send it again.',
  },
};
