import type { RequestHandler } from 'express';
import type { Log } from '../log/log.ts';
import type { AddressList } from './address-list.ts';

/**
 * Warns once if a request comes through a proxy that is not trusted. Its headers are ignored, so all its clients count as
 * one address, and share the limits of that address.
 */
export function warnOfProxy(isTrustedProxy: AddressList, log: Log): RequestHandler {
  let hasWarned = false;
  return ({ headers, socket }, _response, next) => {
    const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
    if (!hasWarned && isForwarded && !isTrustedProxy(socket.remoteAddress)) {
      hasWarned = true;
      log.warn(
        { peer: socket.remoteAddress },
        'A request has X-Forwarded-For or Forwarded, but its peer is not in SLIPWAY_TRUSTED_PROXIES. If the peer is your proxy, add it: until then, all its clients count as one address.',
      );
    }
    next();
  };
}
