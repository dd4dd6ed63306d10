import { UploadError } from '@slipway/protocol';
import type { Request, RequestHandler } from 'express';

const PREFLIGHT_SECONDS = '7200';

/**
 * Lets in pages of the own host and of the origins named, by their exact names; pages of any other
 * site get 403 and no CORS header. Calls without an `Origin` come from no page.
 *
 * @throws TypeError when an origin is not spelled as browsers spell it
 */
export function checkOrigin(allowedOrigins: readonly string[]): RequestHandler {
  for (const origin of allowedOrigins) assertOrigin(origin);
  const allowed = new Set(allowedOrigins);
  return (request, response, next) => {
    const origin = request.get('origin');
    if (allowed.size > 0) response.vary('Origin');
    if (origin === undefined || isOwnHost(request, origin)) return next();
    if (!allowed.has(origin)) {
      throw new UploadError('forbidden', { message: 'Pages of this origin may not upload here.' });
    }
    response.set({
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Expose-Headers': 'x-request-id, Retry-After',
    });
    if (request.method !== 'OPTIONS') return next();
    response.set({
      'Access-Control-Allow-Methods': 'GET, POST',
      'Access-Control-Allow-Headers':
        request.get('access-control-request-headers') ?? 'content-type',
      'Access-Control-Max-Age': PREFLIGHT_SECONDS,
    });
    response.status(204).end();
  };
}

/** The scheme is left out: behind a proxy that ends TLS it is not known. */
function isOwnHost(request: Request, origin: string): boolean {
  // Only the browser can write this header, and it has seen the page's real address.
  if (request.get('sec-fetch-site') === 'same-origin') return true;
  return URL.canParse(origin) && new URL(origin).host === request.host;
}

function assertOrigin(origin: string): void {
  if (URL.canParse(origin) && new URL(origin).origin === origin) return;
  throw new TypeError(
    `allowedOrigins: ${JSON.stringify(origin)} is not an origin such as "https://app.example".`,
  );
}
