import express, { type Router } from 'express';
import type { ReadinessCheck } from './readiness.ts';

/**
 * `GET /healthz`: the process is alive. `GET /readyz`: 200 if it can serve requests, otherwise 503.
 */
export function createHealthRoutes(readiness: ReadinessCheck): Router {
  const router = express.Router({ strict: true, caseSensitive: true });
  router.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const { isReady, checks } = await readiness.check();
    response
      .status(isReady ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: isReady ? 'ready' : 'not-ready', checks });
  });
  return router;
}
