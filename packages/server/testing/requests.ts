import type { Route } from './upload-stack.ts';
import { MiB } from './upload-stack.ts';

/** The routes that take tokens. */
export const ROUTES_WITH_TOKENS = ['presign', 'listParts', 'complete', 'abort'] as const;

/** Routes that have a body. */
export const ROUTES_WITH_BODIES = ['create', ...ROUTES_WITH_TOKENS] as const;

/** A legal body for a route, with every field that it can have; token, part 1 and ETag as given. */
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
