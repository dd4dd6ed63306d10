import type { IncomingMessage, ServerResponse } from 'node:http';
import { ambiguousTarget, hasOnePath } from '../request-target.ts';

/**
 * Answers 400 to requests whose target can be read as several paths: with a backslash, a `#`, a doubled slash, a dot
 * segment, or an encoded slash, backslash or dot. So no spelling of a path gets around the rules of a proxy. The upload
 * router and `toNodeHandler` do this on their own. Mount it in an Express or Connect app to protect your other routes.
 *
 * @example
 * app.use(refuseAmbiguousTargets);
 */
export function refuseAmbiguousTargets(
  request: IncomingMessage & { readonly originalUrl?: string },
  response: ServerResponse,
  next: () => void,
): void {
  if (hasOnePath(request.originalUrl ?? request.url ?? '/')) {
    next();
    return;
  }
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };
  response.writeHead(400, headers).end(JSON.stringify({ error: ambiguousTarget().toBody() }));
}
