import { fileURLToPath } from 'node:url';
import { createUploadRouter, type TokenKey } from '@slipway/server';
import express, { type Express } from 'express';
import { authorizeLocal, createJwtAuthorize } from './callers/authorize.ts';
import type { Config } from './config/config.ts';
import { checkHost } from './network/check-host.ts';
import { answerPageErrors, createPages } from './pages/pages.ts';
import { securityHeaders } from './pages/security-headers.ts';
import type { Storage } from './storage/storage.ts';

/** The built pages of this project: the same from `src/` and from `dist/`. */
const OWN_PAGES = fileURLToPath(new URL('../../web/dist', import.meta.url));

/** The whole backend as an Express app: health, the upload API, the pages. */
export function createApp(
  config: Config,
  storage: Storage,
  tokenKeys: readonly TokenKey[],
): Express {
  const { jwtSecret, policy, allowedOrigins, urlLifetimeSeconds, smallFiles, webDir } = config;
  const { client, bucket, origin } = storage;
  const app = express();
  app.disable('x-powered-by');
  app.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'ok' });
  });
  if (jwtSecret === undefined) app.use(checkHost);
  app.use(securityHeaders(origin));
  app.use(
    '/api',
    createUploadRouter({
      s3: client,
      bucket,
      tokenKeys,
      authorize: jwtSecret === undefined ? authorizeLocal : createJwtAuthorize(jwtSecret),
      policy,
      allowedOrigins,
      urlLifetimeSeconds,
      smallFiles,
    }),
  );
  app.use(createPages(webDir ?? OWN_PAGES), answerPageErrors);
  return app;
}
