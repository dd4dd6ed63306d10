import type { RequestHandler } from 'express';
import { createOriginCheck } from '../origin-check.ts';

/**
 * Lets in pages that may call, and answers their preflights.
 *
 * @throws TypeError when an origin is not spelled as browsers spell it
 */
export function checkOrigin(allowedOrigins: readonly string[]): RequestHandler {
  const check = createOriginCheck(allowedOrigins);
  return (request, response, next) => {
    if (allowedOrigins.length > 0) response.vary('Origin');
    const { headers, isPreflight } = check({
      method: request.method,
      origin: request.get('origin'),
      host: request.host,
      fetchSite: request.get('sec-fetch-site'),
      requestedHeaders: request.get('access-control-request-headers'),
    });
    response.set(headers);
    if (isPreflight) response.status(204).end();
    else next();
  };
}
