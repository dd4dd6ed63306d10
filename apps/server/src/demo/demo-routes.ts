import { UploadError } from '@slipway/protocol';
import type { Principal } from '@slipway/server/express';
import express, { type ErrorRequestHandler, type Request, type Router } from 'express';
import { type LibraryOptions, readLibrary } from './library.ts';

/** What the routes of the demo's pages need. */
export interface DemoOptions {
  /** The same function as the upload API's. */
  readonly authorize: (request: Request) => Promise<Principal>;
  /**
   * The bucket that the library lists. Set it only if every caller is the person at this machine: the library lists the
   * whole bucket, with links. Without it, `/library` does not exist.
   */
  readonly library: LibraryOptions | undefined;
}

/**
 * Routes that the demo's pages need besides the upload API: a list of files, and the address of a form. A product has
 * its own.
 */
export function createDemoRoutes({ authorize, library }: DemoOptions): Router {
  const router = express.Router({ strict: true, caseSensitive: true });
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  if (library) {
    router.get('/library', async (request, response) => {
      const { subject } = await authorize(request);
      response.json(await readLibrary(library, subject));
    });
  }
  // A form's fields arrive as texts: here the keys of its files.
  router.post('/requests', express.urlencoded({ extended: false }), async (request, response) => {
    await authorize(request);
    response.json({ received: request.body ?? {} });
  });
  router.use(answerUploadErrors);
  return router;
}

const answerUploadErrors: ErrorRequestHandler = (error, _request, response, next) => {
  if (!UploadError.is(error)) return next(error);
  if (error.retryAfterMs !== undefined) {
    response.set('Retry-After', String(Math.ceil(error.retryAfterMs / 1_000)));
  }
  response.status(error.status).json({ error: error.toBody() });
};
