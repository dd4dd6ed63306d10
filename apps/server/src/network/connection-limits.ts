import type { Server, ServerOptions } from 'node:http';
import type { Log } from '../log/log.ts';

/** More connections than these are closed at once. One idle connection costs about 10 KiB. */
export const MAX_CONNECTIONS = 10_000;

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
  server.once('drop', () => {
    log.warn({ connections: MAX_CONNECTIONS }, 'The backend closes connections: it has too many.');
  });
}
