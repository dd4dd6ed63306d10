import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { UploadError } from '@slipway/protocol';
import type { RequestHandler, Response } from 'express';
import type { Registry } from 'prom-client';
import type { LimitRefusals } from '../network/limit-refusals.ts';

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
export function createMetricsRoute(
  registry: Registry,
  readers: MetricsReaders,
  limit: LimitRefusals,
): RequestHandler {
  return async (request, response) => {
    response.set('Cache-Control', 'no-store');
    try {
      if (readers.kind === 'some') await limit(request, () => admit(readers, request));
    } catch (error) {
      answerRefusal(response, error);
      return;
    }
    response.set('Content-Type', registry.contentType).send(await registry.metrics());
  };
}

/** @throws UploadError if the caller may not read the metrics, or cannot be identified right now */
async function admit(
  { token, authorizeAdmin }: Extract<MetricsReaders, { kind: 'some' }>,
  request: IncomingMessage,
): Promise<void> {
  if (token !== undefined && isBearerOf(request.headers.authorization, token)) return;
  if (authorizeAdmin === undefined) throw new UploadError('unauthorized');
  await authorizeAdmin(request);
}

function answerRefusal(response: Response, error: unknown): void {
  if (!UploadError.is(error)) throw error;
  const { status, message, retryAfterMs } = error;
  response.type('text/plain');
  if (retryAfterMs !== undefined) {
    response.set('Retry-After', String(Math.ceil(retryAfterMs / 1_000)));
  }
  // Prometheus shows the status alone. For it, an admin's missing rights are a missing token.
  if (status === 401 || status === 403) {
    response.status(401).set('WWW-Authenticate', 'Bearer');
    response.send('Send the metrics token as a bearer token.');
  } else {
    response.status(status).send(message);
  }
}

/** Compares digests, so that the time it takes reveals nothing about the token. */
function isBearerOf(authorization: string | undefined, token: string): boolean {
  const [, given = ''] = /^Bearer +(.*)$/i.exec(authorization ?? '') ?? [];
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
