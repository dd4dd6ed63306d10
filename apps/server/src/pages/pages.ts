import { existsSync } from 'node:fs';
import compression from 'compression';
import express, { type ErrorRequestHandler, type Response, type Router } from 'express';

/** No ranges: a range of the compressed file is not a range of the file. */
const FILES = { acceptRanges: false, cacheControl: false } as const;
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * Serves the built pages, compressed. `/drop-in` serves `drop-in/index.html`. Files with a hash in their name never
 * change. Only these files are compressed. A response of the API can hold both a secret and a value that the caller
 * chose, and its compressed size would leak the secret.
 *
 * @see https://www.breachattack.com
 */
export function createPages(folder: string): Router {
  const router = express.Router();
  router.use(compression());
  router.use(express.static(folder, { ...FILES, redirect: false, setHeaders }));
  // The pattern matches each path in one way. With two ways, a long path of a few odd characters would keep the process
  // busy for hours.
  router.get(/^(?:\/[\w-]+)+\/?$/, (request, response, next) => {
    const options = { ...FILES, root: folder };
    setHeaders(response, 'index.html');
    response.sendFile(`${request.path}/index.html`, options, (error) => error && next());
  });
  router.use((request, response) => {
    response.status(404).type('text/plain').set('Cache-Control', 'no-store');
    response.send(
      request.path === '/' && !existsSync(folder)
        ? 'The pages are not built yet: npm run build. With npm run dev they are on port 5173.'
        : 'Page not found.',
    );
  });
  return router;
}

/**
 * Answers failures outside of the API in a few words, because Express would show the stack. `onFailure` gets the
 * backend's own failures.
 */
export function answerPageErrors(onFailure: (error: unknown) => void): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    const { status } = error as { readonly status?: unknown };
    const known = typeof status === 'number' && status >= 400 && status < 500;
    if (!known) onFailure(error);
    response
      .status(known ? status : 500)
      .type('text/plain')
      .set('Cache-Control', 'no-store');
    response.send(known ? 'Invalid address.' : 'Something went wrong on the server.');
  };
}

function setHeaders(response: Response, path: string): void {
  const hashed = /[/\\]assets[/\\]/.test(path);
  const policy = hashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache';
  response.set('Cache-Control', policy);
}
