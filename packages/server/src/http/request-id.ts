import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

const HEADER = 'x-request-id';
/** What a proxy may have chosen; anything else could forge lines in a log. */
const SAFE = /^[\w.:-]{1,128}$/;

/** Gives each request a name that its answer and the log share: the proxy's, or a new one. */
export const setRequestId: RequestHandler = (request, response, next) => {
  const given = request.get(HEADER);
  response.set(HEADER, given !== undefined && SAFE.test(given) ? given : randomUUID());
  next();
};

/** The request's name. */
export function requestIdOf(response: Response): string {
  return String(response.get(HEADER));
}
