import type { RequestHandler } from 'express';
import { isLoopback } from './loopback.ts';

/** What proxies add: behind one, a connection from this machine can be anybody's. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'] as const;

/**
 * Answers only to names of this machine. Without it, a site that points its own name at 127.0.0.1
 * would be "the same origin" and could upload as the person at the keyboard (DNS rebinding).
 */
export const checkHost: RequestHandler = (request, response, next) => {
  const name = request.hostname?.replace(/^\[|\]$/g, '');
  const isForwarded = FORWARDED.some((header) => request.headers[header] !== undefined);
  if (name !== undefined && isLoopback(name) && !isForwarded) return next();
  response.status(421).json({
    error: { code: 'forbidden', message: 'This backend answers on this machine only.' },
  });
};
