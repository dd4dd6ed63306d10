import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Headers that keep the pages from running or reaching anything but their own backend and store. */
export function securityHeaders(storageOrigins: readonly string[]): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'connect-src': ["'self'", ...storageOrigins],
        'img-src': ["'self'", 'data:', 'blob:'],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'self'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    // Whoever ends TLS in front decides this, for the whole host.
    strictTransportSecurity: false,
  });
}
