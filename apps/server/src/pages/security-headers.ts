import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Headers that let the pages run only their own scripts and reach only their own backend and store. */
export function securityHeaders(storageOrigins: readonly string[]): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'connect-src': ["'self'", ...storageOrigins],
        // Previews of objects in the bucket.
        'img-src': ["'self'", ...storageOrigins],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'self'"],
        // Browsers with Trusted Types never run a text as a script. The engine uses the policy `slipway` for the
        // address of its worker.
        'require-trusted-types-for': ["'script'"],
        'trusted-types': ['slipway'],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    // The proxy that terminates TLS decides this for the whole host.
    strictTransportSecurity: false,
  });
}
