import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import type { Registry } from 'prom-client';

/**
 * Who may read the metrics: bearers of a token and admins, or everyone who can reach the backend.
 */
export type MetricsReaders =
  | {
      readonly kind: 'some';
      readonly token: string | undefined;
      /** Rejects if the caller is not an admin. */
      readonly authorizeAdmin?: ((request: IncomingMessage) => Promise<unknown>) | undefined;
    }
  | { readonly kind: 'all' };

/** Answers `GET /metrics` in the text format of Prometheus. */
export function createMetricsRoute(registry: Registry, readers: MetricsReaders): RequestHandler {
  return async (request, response) => {
    response.set('Cache-Control', 'no-store');
    if (readers.kind === 'some' && !(await isOneOf(readers, request))) {
      response.status(401).set('WWW-Authenticate', 'Bearer').type('text/plain');
      response.send('Send the metrics token as a bearer token.');
      return;
    }
    response.set('Content-Type', registry.contentType).send(await registry.metrics());
  };
}

async function isOneOf(
  { token, authorizeAdmin }: Extract<MetricsReaders, { kind: 'some' }>,
  request: IncomingMessage,
): Promise<boolean> {
  if (token !== undefined && isBearerOf(request.headers.authorization, token)) return true;
  if (authorizeAdmin === undefined) return false;
  return authorizeAdmin(request).then(
    () => true,
    () => false,
  );
}

/** Compares digests, so that the time it takes reveals nothing about the token. */
function isBearerOf(authorization: string | undefined, token: string): boolean {
  const [, given = ''] = /^Bearer +(.*)$/i.exec(authorization ?? '') ?? [];
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
