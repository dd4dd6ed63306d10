import { createUploadRouter, type TokenKey } from '@slipway/server';
import express, { type Express } from 'express';
import { authorizeLocal, createJwtAuthorize } from './authorize.ts';
import { checkHost } from './check-host.ts';
import type { Config } from './config.ts';
import { answerPageErrors, createPages } from './pages.ts';
import { securityHeaders } from './security-headers.ts';
import type { Storage } from './storage.ts';

/** The whole backend as an Express app: health, the upload API, the pages. */
export function createApp(
  config: Config,
  storage: Storage,
  tokenKeys: readonly TokenKey[],
): Express {
  const { jwtSecret, policy, allowedOrigins, urlLifetimeSeconds, webDir } = config;
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
    }),
  );
  app.use(createPages(webDir), answerPageErrors);
  return app;
}
