import type { Route } from './upload-stack.ts';
import { MiB } from './upload-stack.ts';

/** Routes that require tokens. */
export const ROUTES_WITH_TOKENS = ['presign', 'listParts', 'complete', 'abort'] as const;

/** Routes with a request body. */
export const ROUTES_WITH_BODIES = ['create', ...ROUTES_WITH_TOKENS] as const;

/** A valid body for a route, with every possible field and the given token and ETag of part 1. */
export function fullBody(route: Route, token: string, etag = '"0"'): object {
  switch (route) {
    case 'policy':
      return {};
    case 'create':
      return {
        files: [
          {
            name: 'film.mp4',
            size: 6 * MiB,
            type: 'video/mp4',
            partSize: 5 * MiB,
            integrity: 'none',
            parts: [{ partNumber: 1 }],
            metadata: { title: 'Film' },
          },
        ],
        accepts: ['post'],
      };
    case 'presign':
      return { uploads: [{ token, parts: [{ partNumber: 1 }] }], accepts: ['post'] };
    case 'listParts':
      return { token };
    case 'complete':
      return { uploads: [{ token, etags: [{ partNumber: 1, etag }] }] };
    case 'abort':
      return { uploads: [{ token }] };
  }
}
