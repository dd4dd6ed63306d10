import { UploadError } from '@slipway/protocol';
import type { Principal } from '@slipway/server';
import express, { type ErrorRequestHandler, type Request, type Router } from 'express';
import { type LibraryOptions, readLibrary } from './library.ts';

/** What the routes of the demo's pages work with. */
export interface DemoOptions extends LibraryOptions {
  /** As the upload API's: who may not upload sees no files either. */
  readonly authorize: (request: Request) => Promise<Principal>;
  /** Whether whoever reaches this backend is its only user. */
  readonly isAlone: boolean;
}

/**
 * What the demo's pages need of a server besides the upload API, and a product has in its own way: the files of the
 * caller, and an address for a form.
 */
export function createDemoRoutes(options: DemoOptions): Router {
  const { authorize, isAlone } = options;
  const router = express.Router();
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  router.get('/library', async (request, response) => {
    response.json(await readLibrary(options, await authorize(request), isAlone));
  });
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
  response.status(error.status).json({ error: error.toBody() });
};
