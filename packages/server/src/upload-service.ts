import { DEFAULT_UPLOAD_LIFETIME_SECONDS, ROUTES } from '@slipway/protocol';
import { SYSTEM_CLOCK } from './clock.ts';
import { createCleanupLoop } from './finish/cleanup-loop.ts';
import { cleanUpLateWrites, lateWritesEndMs } from './finish/late-writes.ts';
import { createQuotaKeeping, releaseShare } from './limits/quotas.ts';
import { createRateLimiter } from './limits/rate-limits.ts';
import { requestCost } from './limits/request-cost.ts';
import { OPERATIONS } from './operations.ts';
import { assertPrincipal, type Principal } from './principal.ts';
import type { S3Gateway } from './s3/s3-gateway.ts';
import { type Arrival, type Exchange, startExchange } from './service/exchange.ts';
import { createFailureLog } from './service/failure-log.ts';
import { createFairGateway } from './service/fair-gateway.ts';
import type { Operation } from './service/operation.ts';
import { createContexts, type ServiceContext } from './service/service-context.ts';
import type { UploadServiceOptions } from './service/upload-service-options.ts';
import { createMemoryStore } from './store/memory-store.ts';

/** One request, independent of any web framework. */
interface ServiceRequest {
  readonly operation: Operation;
  /** The caller that `authorize` or `authorizeAdmin` returned. */
  readonly principal: Principal;
  /** Parsed JSON, or the query of a GET. Not validated yet. */
  readonly body: unknown;
  readonly exchange: Exchange;
}

/** A request that has arrived. */
export interface Received {
  readonly exchange: Exchange;
  /** `undefined` if no route serves the request. */
  readonly operation: Operation | undefined;
}

/** The presigning service, independent of web frameworks. Adapters parse requests, call it and respond. */
export interface UploadService {
  /** All routes. Includes those for admins only if the owner names admins. */
  readonly operations: readonly Operation[];
  /** Finds the route of a request, and follows the request to its response. */
  receive(arrival: Arrival): Received;
  /**
   * Counts a request of an authorized caller. Call it before the body is read, so that reading and parsing are limited too.
   *
   * @throws UploadError `rate-limited`
   */
  admit(principal: Principal, exchange: Exchange): Promise<void>;
  /** @throws UploadError if the whole request fails */
  handle(request: ServiceRequest): Promise<object>;
}

/**
 * Creates the service on a storage, with the routes for users and, if given, those for admins.
 *
 * @throws TypeError that names the wrong option
 */
export function createUploadService(
  gateway: S3Gateway,
  options: UploadServiceOptions,
  adminOperations: readonly Operation[] = [],
): UploadService {
  const { uploadLifetimeSeconds: lifetimeSeconds = DEFAULT_UPLOAD_LIFETIME_SECONDS } = options;
  const { quotas, rateLimits } = options;
  const { onEvent, tracing, clock = SYSTEM_CLOCK } = options;
  const { onError = createFailureLog(clock) } = options;
  const { store = createMemoryStore({ now: () => clock.now() }) } = options;
  const contextOf = createContexts(gateway, options, {
    store,
    clock,
    lifetimeSeconds,
    quotasFor: createQuotaKeeping({ quotas, store, clock, lifetimeSeconds }),
    keepsExpectedSizes: adminOperations.length > 0,
  });
  const gatewayFor = createFairGateway(gateway);
  const rates = createRateLimiter({ rateLimits, store, clock });
  const listeners = { onError, onEvent, clock, rates };
  const cleanup = cleanupLoopOf(contextOf(startExchange(listeners, BACKGROUND, undefined)));
  const operations = [...OPERATIONS, ...adminOperations];
  return {
    operations,
    receive(arrival) {
      const operation = findOperation(operations, arrival);
      const route = operation && `${operation.method} ${operation.path}`;
      const exchange = startExchange({ ...listeners, tracing }, arrival, route);
      return { operation, exchange };
    },
    async admit(principal, exchange) {
      assertPrincipal(principal);
      await rates.takeRequest(principal, exchange.report);
    },
    async handle({ operation, principal, body, exchange }) {
      if (tracing) tracing.detach(() => cleanup.keepGoing());
      else cleanup.keepGoing();
      await rates.takeItems(
        principal,
        requestCost(body, operation.path === ROUTES.presign),
        exchange.report,
      );
      const context = { ...contextOf(exchange), gateway: gatewayFor(principal) };
      return operation.handle(context, principal, body);
    },
  };
}

/** What failures of the cleanup are reported as. */
const BACKGROUND: Arrival = {
  method: 'background',
  path: 'cleanup',
  requestId: 'cleanup',
  address: undefined,
  header: () => undefined,
};

function cleanupLoopOf(context: ServiceContext) {
  const { clock, store } = context;
  return createCleanupLoop({
    clock,
    idleMs: lateWritesEndMs(context),
    cleanUp: () =>
      cleanUpLateWrites({
        ...context,
        // Not by this router's quotas: the upload may be another router's, and a failed release is repeated.
        release: (claims) => releaseShare(store, clock, claims, claims.nonce),
      }),
  });
}

/** Serves HEAD like GET. */
function findOperation(
  operations: readonly Operation[],
  { method, path }: Arrival,
): Operation | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  return operations.find((one) => one.method === wanted && one.path === path);
}
