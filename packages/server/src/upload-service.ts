import { DEFAULT_UPLOAD_LIFETIME_SECONDS, UploadError, type UploadPolicy } from '@slipway/protocol';
import { type Clock, delay, SYSTEM_CLOCK } from './clock.ts';
import type { KeyOwnerFunction } from './keys/key-space.ts';
import { createObjectKeys, type ObjectKeyFunction } from './keys/object-key.ts';
import { createResumeFolders } from './keys/resume-folder.ts';
import type { LimitOptions } from './limits/limit-options.ts';
import { createQuotaKeeping } from './limits/quotas.ts';
import { createRateLimiter } from './limits/rate-limits.ts';
import { requestCost } from './limits/request-cost.ts';
import type { ObjectOptions, ObjectOptionsFunction } from './object/object-options.ts';
import { OPERATIONS } from './operations.ts';
import { assertPrincipal, type Principal } from './principal.ts';
import type { S3Gateway } from './s3/s3-gateway.ts';
import { assertSeconds } from './service/assert-seconds.ts';
import { createObjectOptions } from './service/choose-object-options.ts';
import {
  type Arrival,
  type Exchange,
  type FailureDetails,
  startExchange,
} from './service/exchange.ts';
import type { Operation } from './service/operation.ts';
import { assertPolicy, type PolicyOption } from './service/policy-schema.ts';
import type { ServiceContext } from './service/service-context.ts';
import type { ServiceObserver } from './service/service-event.ts';
import type { UploadHooks } from './service/upload-hooks.ts';
import { createSettlements } from './settlement/settlements.ts';
import { createMemoryStore } from './store/memory-store.ts';
import type { SharedStore } from './store/shared-store.ts';
import type { TokenKey } from './token/token-key.ts';
import { createTokenSealer } from './token/token-sealer.ts';

/** What the owner decides about uploads, whatever the web framework. */
export interface UploadServiceOptions extends UploadHooks, LimitOptions {
  /** Name of the bucket that uploads go to. */
  readonly bucket: string;
  /**
   * Keys that seal upload tokens: the first seals, all open. To rotate, put a new key first and drop
   * the old one after {@link uploadLifetimeSeconds}. Every replica needs the same keys.
   */
  readonly tokenKeys: readonly TokenKey[];
  /** What a caller may upload; a function is asked for each request. @defaultValue everything that S3 can hold */
  readonly policy?: PolicyOption | undefined;
  /**
   * Whether to read each object's first bytes (64 KiB, by a ranged GET) before it is accepted, and to
   * delete what lies about its type, with `type-not-allowed`. A file lies when its bytes have the
   * signature of another sort of type than claimed (a program called an image), or lack the one that
   * its type begins with. Within a sort (a JPEG called a PNG) the policy has to allow what the bytes
   * are. Formats without signature cannot lie, but text that holds a NUL does. Where the browser knew
   * no type, the extension is the claim.
   *
   * @defaultValue false: the bytes are nobody's business
   */
  readonly verifyType?: boolean | undefined;
  /** First segments of every key. @defaultValue `uploads` */
  readonly prefix?: string | undefined;
  /** Names objects in your own way. Its result is checked, and refused when it can't be a key. @defaultValue `prefix/tenant/id/name` */
  readonly objectKey?: ObjectKeyFunction | undefined;
  /**
   * Says whose an object is by its key, for the routes of admins; only of use with an own
   * {@link objectKey}.
   *
   * @defaultValue the tenant of `prefix/tenant/id/name`
   */
  readonly keyOwner?: KeyOwnerFunction | undefined;
  /**
   * What S3 is to keep with objects (ACL, encryption, storage class, tags, lock and so on), for all
   * files or by a function for each. What S3 would refuse is refused when the service is made, or fails
   * the file with `storage-misconfigured`, its cause told to {@link onError}.
   *
   * @defaultValue nothing: the bucket's own settings
   */
  readonly object?: ObjectOptions | ObjectOptionsFunction | undefined;
  /** Whether an upload may replace an object of the same key. Only of use with an own {@link objectKey}. @defaultValue false */
  readonly overwrite?: boolean | undefined;
  /** Names of user metadata that browsers may set, in lower case. @defaultValue none */
  readonly metadataNames?: readonly string[] | undefined;
  /**
   * Who can go on with an upload after a reload or a crash: the browser that holds its token, or, with
   * `any-device`, the same caller with the same file wherever they sign in. The latter asks S3 for
   * unfinished uploads at each create of several parts (it needs `s3:ListBucketMultipartUploads`), and
   * finds those whose key holds the `id` that {@link objectKey} is given. Dates apart, all that was
   * chosen for the file then has to be chosen now; else it is created anew.
   *
   * @defaultValue `same-browser`
   */
  readonly resume?: 'same-browser' | 'any-device' | undefined;
  /** How long one upload may take, in seconds. @defaultValue 7 days */
  readonly uploadLifetimeSeconds?: number | undefined;
  /**
   * Told of every failure. What S3 said is in the error's `cause`, which no browser sees.
   *
   * @defaultValue one line on stderr for each failure that is the server's or the storage's
   */
  readonly onError?: ((error: unknown, details: FailureDetails) => void) | undefined;
  /**
   * Told of everything the service does, for metrics and audit logs. Nothing waits for it, and what it
   * throws goes to {@link onError}.
   *
   * @defaultValue nobody
   */
  readonly onEvent?: ServiceObserver | undefined;
  /**
   * What replicas share: which uploads have ended, and how; what callers have reserved, and how often they
   * call. Several replicas need one that all of them reach, or hooks are called, and limits granted, by each.
   *
   * @defaultValue this process's memory
   */
  readonly store?: SharedStore | undefined;
  /** Where time comes from. @defaultValue the machine's */
  readonly clock?: Clock | undefined;
}

/** One request, free of any web framework. */
interface ServiceRequest {
  readonly operation: Operation;
  /** What the owner's `authorize` or `authorizeAdmin` returned. */
  readonly principal: Principal;
  /** Parsed JSON, or the query of a GET; not checked yet. */
  readonly body: unknown;
  readonly exchange: Exchange;
}

/** A request that has arrived. */
export interface Received {
  readonly exchange: Exchange;
  /** `undefined` when no route serves it. */
  readonly operation: Operation | undefined;
}

/** The presigning service without any web framework: adapters parse, call it and answer. */
export interface UploadService {
  /** All routes; those for admins only where the owner names admins. */
  readonly operations: readonly Operation[];
  /** Finds the route of a request, and follows it to its response. */
  receive(arrival: Arrival): Received;
  /** @throws UploadError when the whole request fails */
  handle(request: ServiceRequest): Promise<object>;
}

/**
 * Builds the service on a storage, with the routes for users and, where the owner names admins, those for admins.
 *
 * @throws TypeError for options that cannot work, saying which
 */
export function createUploadService(
  gateway: S3Gateway,
  options: UploadServiceOptions,
  adminOperations: readonly Operation[] = [],
): UploadService {
  const {
    bucket,
    tokenKeys,
    policy = {},
    uploadLifetimeSeconds = DEFAULT_UPLOAD_LIFETIME_SECONDS,
  } = options;
  const {
    prefix,
    objectKey,
    object = {},
    overwrite = false,
    metadataNames = [],
    onError = logFailure,
    onEvent,
    clock = SYSTEM_CLOCK,
    onCreated,
    onCompleted,
    onAborted,
    resume = 'same-browser',
    quotas,
    rateLimits,
    verifyType = false,
  } = options;
  const now = () => clock.now();
  const { store = createMemoryStore({ now }) } = options;
  if (!bucket) throw new TypeError('bucket is missing: the name of the bucket that uploads go to.');
  assertSeconds('uploadLifetimeSeconds', uploadLifetimeSeconds);
  if (typeof policy !== 'function') assertPolicy(policy);
  const rates = createRateLimiter({ rateLimits, store, clock });
  const quotasFor = createQuotaKeeping({
    quotas,
    store,
    clock,
    lifetimeSeconds: uploadLifetimeSeconds,
  });
  const shared = {
    gateway,
    keepsExpectedSizes: adminOperations.length > 0,
    bucket,
    overwrite,
    uniqueKeys: objectKey === undefined,
    wait: (ms: number) => delay(ms),
    hooks: { onCreated, onCompleted, onAborted },
    tokens: createTokenSealer({ keys: tokenKeys, lifetimeSeconds: uploadLifetimeSeconds, now }),
    clock,
    store,
    verifyType,
    uploadLifetimeMs: uploadLifetimeSeconds * 1_000,
    resumeFolders: resume === 'any-device' ? createResumeFolders(tokenKeys) : undefined,
    objectKeyOf: createObjectKeys({ prefix, objectKey, now }),
    objectOptionsOf: createObjectOptions({
      bucket,
      object,
      integrity: typeof policy === 'function' ? undefined : policy.integrity,
      now,
    }),
    metadataNames: new Set(metadataNames),
  } satisfies Partial<ServiceContext>;

  const operations = [...OPERATIONS, ...adminOperations];
  return {
    operations,
    receive(arrival) {
      const operation = findOperation(operations, arrival);
      const route = operation && `${operation.method} ${operation.path}`;
      const exchange = startExchange({ onError, onEvent, clock, rates }, arrival, route);
      return { operation, exchange };
    },
    async handle({ operation, principal, body, exchange }) {
      assertPrincipal(principal);
      const { report } = exchange;
      await rates.take(principal, requestCost(body), report);
      const context: ServiceContext = {
        ...shared,
        ...exchange,
        policyOf: askOnce(policy),
        quotas: quotasFor(report),
        settlements: createSettlements({
          store,
          lifetimeSeconds: uploadLifetimeSeconds,
          wait: delay,
          report,
        }),
      };
      return operation.handle(context, principal, body);
    },
  };
}

/** HEAD is served as GET is. */
function findOperation(
  operations: readonly Operation[],
  { method, path }: Arrival,
): Operation | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  return operations.find((one) => one.method === wanted && one.path === path);
}

/** A request of many files asks the owner once. */
function askOnce(policy: PolicyOption): ServiceContext['policyOf'] {
  let answer: Promise<UploadPolicy> | undefined;
  return (principal) => {
    answer ??= (async () => {
      if (typeof policy !== 'function') return policy;
      const chosen = await policy(principal);
      assertPolicy(chosen);
      return chosen;
    })();
    return answer;
  };
}

function logFailure(error: unknown, { requestId, route }: FailureDetails): void {
  if (UploadError.is(error) && error.status < 500) return;
  const code = UploadError.is(error) ? error.code : 'internal-error';
  const cause = UploadError.is(error) ? (error.cause ?? error) : error;
  const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  console.error(`slipway: ${route} ${code} (${requestId}) ${text.replaceAll(/\s+/g, ' ')}`);
}
