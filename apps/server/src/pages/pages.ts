import { existsSync } from 'node:fs';
import express, { type ErrorRequestHandler, type Response, type Router } from 'express';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Serves the built pages: `/drop-in` is `drop-in/index.html`, whatever has a hash in its name never changes. */
export function createPages(folder: string): Router {
  const router = express.Router();
  router.use(express.static(folder, { redirect: false, cacheControl: false, setHeaders }));
  router.get(/^\/(?:[\w-]+\/?)+$/, (request, response, next) => {
    const options = { root: folder, cacheControl: false };
    setHeaders(response, 'index.html');
    response.sendFile(`${request.path}/index.html`, options, (error) => error && next());
  });
  router.use((request, response) => {
    response.status(404).type('text/plain').set('Cache-Control', 'no-store');
    response.send(
      request.path === '/' && !existsSync(folder)
        ? 'The pages are not built yet: npm run build. With npm run dev they are on port 5173.'
        : 'There is nothing here.',
    );
  });
  return router;
}

/** Answers what went wrong outside of the API in a few words: Express would show the stack. `onFailure` hears of failures of our own. */
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
    response.send(known ? 'This address is not valid.' : 'The server failed.');
  };
}

function setHeaders(response: Response, path: string): void {
  const hashed = /[/\\]assets[/\\]/.test(path);
  const policy = hashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache';
  response.set('Cache-Control', policy);
}
