import { UploadError } from '@slipway/protocol';
import type { Principal } from '@slipway/server';
import express, { type ErrorRequestHandler, type Request, type Router } from 'express';
import { type LibraryOptions, readLibrary } from './library.ts';

/** What the routes of the demo's pages work with. */
export interface DemoOptions {
  /** As the upload API's. */
  readonly authorize: (request: Request) => Promise<Principal>;
  /**
   * Where the library reads. Set it only where every caller is the person at this machine: the library lists the whole
   * bucket, with links. `undefined`: there is no `/library`.
   */
  readonly library: LibraryOptions | undefined;
}

/**
 * What the demo's pages need of a server besides the upload API, and a product has in its own way: a list of files, and
 * an address for a form.
 */
export function createDemoRoutes({ authorize, library }: DemoOptions): Router {
  const router = express.Router();
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
  // A form arrives as any form does: the keys of its files are texts.
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
