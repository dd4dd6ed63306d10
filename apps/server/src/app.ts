import { fileURLToPath } from 'node:url';
import {
  closeUnreadRequests,
  closeUnreadResponses,
  createOpenApiDocument,
  createRefusalLimit,
  createUploadRouter,
  refuseAmbiguousTargets,
  type ServiceEvent,
} from '@slipway/server/express';
import express, { type Express } from 'express';
import { type Callers, createCallers } from './callers/callers.ts';
import { securitySchemesOf } from './callers/security-schemes.ts';
import type { Config } from './config/config.ts';
import { createDemoRoutes } from './demo/demo-routes.ts';
import type { LibraryOptions } from './demo/library.ts';
import { createHealthRoutes } from './health/health-routes.ts';
import type { ReadinessCheck } from './health/readiness.ts';
import { describeError } from './log/describe-error.ts';
import type { Log } from './log/log.ts';
import { createRequestLog } from './log/request-log.ts';
import { createMetricsRoute, type MetricsReaders } from './metrics/metrics-route.ts';
import type { Telemetry } from './metrics/open-telemetry.ts';
import type { ServiceMetrics } from './metrics/service-metrics.ts';
import { createAddressList } from './network/address-list.ts';
import { checkHost } from './network/check-host.ts';
import { limitAddresses } from './network/limit-addresses.ts';
import { limitRefusals } from './network/limit-refusals.ts';
import { refuseOtherSites } from './network/refuse-other-sites.ts';
import { warnOfProxy } from './network/warn-of-proxy.ts';
import { answerPageErrors, createPages } from './pages/pages.ts';
import { securityHeaders } from './pages/security-headers.ts';
import { type RouterParts, routerOptionsOf } from './router-options.ts';
import type { Storage } from './storage/storage.ts';

/** The built pages of this project. The path is the same from `src/` and from `dist/`. */
const OWN_PAGES = fileURLToPath(new URL('../../web/dist', import.meta.url));

/** Routes that no page of another site may embed. The upload router checks its own. */
const NOT_PAGES = ['/healthz', '/readyz', '/metrics', '/openapi.json', '/demo'];

/** What the app needs. */
export interface AppParts extends RouterParts {
  readonly readiness: ReadinessCheck;
  readonly log: Log;
  readonly metrics: ServiceMetrics;
  readonly telemetry?: Telemetry | undefined;
}

/** The whole backend as an Express app: health, metrics, the upload API, the pages. */
export function createApp(parts: AppParts): Express {
  const { config, storage, store, readiness, log, metrics, telemetry } = parts;
  const isTrustedProxy = createAddressList(config.trustedProxies);
  const requestLog = createRequestLog(log, isTrustedProxy);
  const { authorizeAdmin } = config.file.options;
  const callers = createCallers(config.callers, isTrustedProxy, requestLog.onKnown, authorizeAdmin);
  const app = express();
  app.disable('x-powered-by').set('trust proxy', isTrustedProxy);
  // A proxy's rules name paths. No route may answer another spelling of its path.
  app.enable('case sensitive routing').enable('strict routing');
  app.use(closeUnreadRequests, closeUnreadResponses, warnOfProxy(isTrustedProxy, log));
  app.use(requestLog.handler, securityHeaders(storage.origins), refuseAmbiguousTargets);
  app.use(NOT_PAGES, refuseOtherSites);
  app.use(createHealthRoutes(readiness));
  if (config.limits.addressRate) {
    app.use(limitAddresses(config.limits.addressRate, store));
  }
  if (config.callers.kind === 'local') app.use(checkHost);
  const onError = (error: unknown) => log.error({ failures: [describeError(error)] }, 'failure');
  const { rateLimits } = config.limits;
  const limit = limitRefusals(createRefusalLimit({ rateLimits, store, onError }));
  const readers = metricsReadersOf(config, callers);
  if (readers) app.get('/metrics', createMetricsRoute(metrics.registry, readers, limit));
  const securitySchemes = securitySchemesOf(config.callers);
  const description = createOpenApiDocument({ serverUrl: '/api', securitySchemes });
  app.get('/openapi.json', (_request, response) => {
    response.set('Cache-Control', 'no-cache').json(description);
  });
  app.use(
    '/api',
    createUploadRouter(
      routerOptionsOf(parts, {
        ...callers,
        onError: requestLog.onError,
        onEvent(event: ServiceEvent) {
          requestLog.onEvent(event);
          metrics.onEvent(event);
          telemetry?.onEvent(event);
        },
        tracing: telemetry?.tracing,
      }),
    ),
  );
  app.use(
    '/demo',
    createDemoRoutes({
      authorize: (request) => limit(request, callers.authorize),
      library: config.callers.kind === 'local' ? libraryOptionsOf(config, storage) : undefined,
    }),
  );
  app.use(createPages(config.webDir ?? OWN_PAGES), answerPageErrors(onError));
  return app;
}

function libraryOptionsOf(
  { urlLifetimeSeconds: linkSeconds = 900, storageTimeoutSeconds: timeoutSeconds, prefix }: Config,
  { client, bucket }: Storage,
): LibraryOptions {
  return { client, bucket, prefix, linkSeconds, timeoutSeconds };
}

/**
 * Who may read the metrics: holders of the token, and admins. Without callers and without a token, all users of the
 * machine.
 */
function metricsReadersOf(
  { metricsToken: token, callers: { kind } }: Config,
  callers: Callers,
): MetricsReaders | undefined {
  if (kind === 'local') return token === undefined ? { kind: 'all' } : { kind: 'some', token };
  const { authorizeAdmin } = callers;
  if (token === undefined && authorizeAdmin === undefined) return undefined;
  return { kind: 'some', token, authorizeAdmin };
}
