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
        // Previews of what is in the bucket.
        'img-src': ["'self'", ...storageOrigins],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'self'"],
        // Where a browser knows these, no text becomes a script; `slipway` is the name that the engine's
        // worker has its address vouched for by.
        'require-trusted-types-for': ["'script'"],
        'trusted-types': ['slipway'],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    // The proxy that ends TLS decides this, for the whole host.
    strictTransportSecurity: false,
  });
}
