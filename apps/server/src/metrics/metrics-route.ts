import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Registry } from 'prom-client';

/** Who may read the metrics: bearers of a token, or everybody who gets here. */
export type MetricsReaders =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'all' };

/** Answers `GET /metrics` in the text format of Prometheus. */
export function createMetricsRoute(registry: Registry, readers: MetricsReaders): RequestHandler {
  return async (request, response) => {
    response.set('Cache-Control', 'no-store');
    if (readers.kind === 'token' && !isBearerOf(request.headers.authorization, readers.token)) {
      response.status(401).set('WWW-Authenticate', 'Bearer').type('text/plain');
      response.send('Send the metrics token as a bearer token.');
      return;
    }
    response.set('Content-Type', registry.contentType).send(await registry.metrics());
  };
}

/** Compares digests, so that how long it takes tells nothing of the token. */
function isBearerOf(authorization: string | undefined, token: string): boolean {
  const [, given = ''] = /^Bearer +(.*)$/i.exec(authorization ?? '') ?? [];
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
