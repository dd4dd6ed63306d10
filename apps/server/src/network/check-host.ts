import type { RequestHandler } from 'express';
import { isLoopback } from './loopback.ts';

/**
 * Headers that proxies add. Behind a proxy, a connection from this machine can come from anyone.
 */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'] as const;

/**
 * Accepts only requests that name this machine. Otherwise a site that points its own name at
 * 127.0.0.1 would count as the same origin and could upload as the person at the keyboard (DNS
 * rebinding).
 */
export const checkHost: RequestHandler = (request, response, next) => {
  const name = request.hostname?.replace(/^\[|\]$/g, '');
  const isForwarded = FORWARDED.some((header) => request.headers[header] !== undefined);
  if (name !== undefined && isLoopback(name) && !isForwarded) return next();
  response.status(421).json({
    error: { code: 'forbidden', message: 'This backend answers on this machine only.' },
  });
};
