import { type ConfigurationEntry, MAX_URL_LIFETIME_SECONDS } from '@slipway/protocol';
import { createAdminContext } from '../admin/admin-context.ts';
import { createAdminOperations } from '../admin/admin-operations.ts';
import { SYSTEM_CLOCK } from '../clock.ts';
import { BUCKET_KIND_NAMES, bucketKind, takesForms } from '../object/bucket-kind.ts';
import type { Principal } from '../principal.ts';
import { createAwsGateway } from '../s3/aws-gateway.ts';
import { DEFAULT_DEADLINES, type Deadlines, withDeadlines } from '../s3/deadlines.ts';
import { findClientFault } from '../s3/find-client-fault.ts';
import type { S3ClientLike } from '../s3/s3-client-like.ts';
import { DEFAULT_URL_LIFETIME_SECONDS } from '../s3/signing-time.ts';
import {
  chosenProfile,
  findStoreFault,
  STORE_PROFILES,
  type StoreChoice,
} from '../s3/store-profile.ts';
import { assertSeconds } from '../service/assert-seconds.ts';
import type { UploadServiceOptions } from '../service/upload-service-options.ts';
import { createUploadService, type UploadService } from '../upload-service.ts';
import type { BodyOptions } from './body-limits.ts';

/** Options of both adapters, for Express and for the Fetch API. */
export interface AdapterOptions<Incoming> extends UploadServiceOptions, BodyOptions {
  /** The client that calls S3 and presigns. It is not modified. Its credentials need the rights on `bucket`. */
  readonly s3: S3ClientLike;
  /**
   * Another client for the same bucket, which sends CompleteMultipartUpload. S3 can take minutes for each, so with a client of
   * their own, and so connections of their own, they hold up no other call.
   *
   * @defaultValue {@link s3}
   */
  readonly s3ForComplete?: S3ClientLike | undefined;
  /**
   * Names the caller, or throws `UploadError('unauthorized')`. Required on purpose: a presigning endpoint open to
   * everyone is an open bucket. Called before the body is read.
   */
  readonly authorize: (request: Incoming) => Principal | Promise<Principal>;
  /**
   * Names the caller of the routes below `/admin`, or throws `UploadError('unauthorized')` or
   * `UploadError('forbidden')`. Admins see every upload and object under the prefix. They can abort uploads, and
   * download and delete objects. The admin routes never fall back to {@link authorize}.
   *
   * @defaultValue none: these routes answer 404
   */
  readonly authorizeAdmin?: ((request: Incoming) => Principal | Promise<Principal>) | undefined;
  /**
   * Returns what `GET /admin/configuration` shows to admins. Leave out the values of secrets.
   *
   * @defaultValue none: the route answers 404
   */
  readonly describeConfiguration?: (() => readonly ConfigurationEntry[]) | undefined;
  /**
   * Other origins whose pages may call the API, such as `https://app.example`. Pages of the backend's own origin are
   * always allowed. Behind a proxy that terminates TLS, tell the framework the scheme (Express: `trust proxy`, so that
   * it reads `X-Forwarded-Proto`). Otherwise, pages on `http:` can call from browsers without `Sec-Fetch-Site`.
   *
   * @defaultValue none
   */
  readonly allowedOrigins?: readonly string[] | undefined;
  /**
   * Timeout of one call to the storage, in seconds, including the SDK's retries: 1 to 3,600. On a timeout, the
   * request fails with `storage-unavailable` (503) and the browser retries. Applies to any client in {@link s3}.
   * CompleteMultipartUpload has its own {@link completeTimeoutSeconds}.
   *
   * @defaultValue 30
   */
  readonly storageTimeoutSeconds?: number | undefined;
  /**
   * Timeout of CompleteMultipartUpload, in seconds. S3 can take minutes for a large object. The browser waits
   * 10 minutes for the response, and a proxy in front of the backend must wait as long.
   *
   * @defaultValue 300
   */
  readonly completeTimeoutSeconds?: number | undefined;
  /**
   * Which store the bucket is in, because stores differ: whether they know conditional writes, checksums and forms, and which
   * rules they can set. A name, or `{ like: 'minio', forms: true }` for a store that differs from a known one. The doctor finds
   * out what is true of your store, and prints what to set.
   *
   * - `aws`, `s3-express`, `ceph`, `minio`
   * - `r2`: Cloudflare R2, `b2`: Backblaze B2, `gcs`: Google Cloud Storage (XML API), `wasabi`, `spaces`: DigitalOcean Spaces,
   *   `oss`: Alibaba OSS, `azure`: Azure Blob Storage through a gateway
   * - `other`: like `aws`, without forms
   * - `auto`: by the host of the endpoint, or `other`. Ceph, MinIO and gateways cannot be recognized by their hosts
   *
   * @defaultValue `auto`
   */
  readonly s3Store?: StoreChoice | undefined;
  /**
   * How browsers send files of one part. `post` is a form with an exact policy, which needs no CORS preflight. The
   * bucket's CORS rule must allow the method.
   *
   * Set `post` only for a store that verifies the SHA-256 of a form. Ceph does not.
   *
   * With `post`, a file still goes by PUT if a form cannot do the same:
   * - its integrity is not `sha256`, so its form could be sent again with other bytes
   * - it must not be overwritten, and it has a key from your {@link UploadServiceOptions.objectKey}
   * - forms lack one of its options (grants, tags, locks, `contentLanguage`, `requestPayer`, `expectedBucketOwner`)
   *
   * @defaultValue by {@link s3Store}: `post` for S3 itself, `put` for other stores and for kinds of buckets without forms
   */
  readonly smallFiles?: 'post' | 'put' | undefined;
  /**
   * Clients that reach the same bucket under other host names than {@link s3}: its dual-stack or accelerated endpoint,
   * or path style next to virtual hosts. A browser opens at most six connections to a host, so part URLs are spread
   * over all hosts. A browser skips a host that it cannot reach. Each host needs the CORS rule (on S3 it belongs to
   * the bucket) and an entry in the page's `connect-src`.
   *
   * @defaultValue none
   */
  readonly endpoints?: readonly S3ClientLike[] | undefined;
  /**
   * Whether browsers may send half of their requests to the bucket with cookies, because they use six more
   * connections for these. The bucket's CORS rule must name the page's origin (not `*`), so that S3 answers
   * `Access-Control-Allow-Credentials: true`. Otherwise browsers detect that and stop. Leave it off if the bucket is
   * behind a host of yours whose cookies it must not see.
   *
   * @defaultValue false
   */
  readonly credentialsSplit?: boolean | undefined;
}

/** Browsers do not wait longer for a response, and hardly any proxy does. */
const MAX_TIMEOUT_SECONDS = 3_600;

/** Headers of every response: caches do not store it, and its address does not leak as a referrer. */
export const ANSWER_HEADERS = { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' };

/**
 * Creates the service that an adapter calls.
 *
 * @throws TypeError that names the wrong option
 */
export function createAdapterService<Incoming>(options: AdapterOptions<Incoming>): UploadService {
  const { s3, s3ForComplete, bucket, authorize, authorizeAdmin, smallFiles } = options;
  const { endpoints = [] } = options;
  const { urlLifetimeSeconds = DEFAULT_URL_LIFETIME_SECONDS, clock = SYSTEM_CLOCK } = options;
  if (typeof authorize !== 'function') {
    throw new TypeError('authorize is missing: without it the bucket would be open to everyone.');
  }
  if (authorizeAdmin !== undefined && typeof authorizeAdmin !== 'function') {
    throw new TypeError('authorizeAdmin must be a function that names the caller.');
  }
  // A missing environment variable is the usual reason.
  if (!s3) throw new TypeError('s3 is missing: pass an S3 client of the AWS SDK.');
  if (!bucket) throw new TypeError('bucket is missing: name the bucket that uploads go to.');
  assertSeconds('urlLifetimeSeconds', urlLifetimeSeconds, MAX_URL_LIFETIME_SECONDS);
  assertClient('bucket', bucket, s3);
  if (s3ForComplete) assertClient('s3ForComplete', bucket, s3ForComplete);
  for (const client of endpoints) assertClient('endpoints', bucket, client);
  assertSmallFiles(bucket, smallFiles);
  const { s3Store = 'auto' } = options;
  assertStore(s3Store, options.resume);
  const now = () => clock.now();
  const deadlines = deadlinesOf(options);
  const client = withDeadlines(s3, deadlines, options.tracing);
  const gateway = createAwsGateway(client, {
    urlLifetimeSeconds,
    s3Store,
    smallFiles,
    completeClient: s3ForComplete && withDeadlines(s3ForComplete, deadlines, options.tracing),
    endpoints: endpoints.map((other) => withDeadlines(other, deadlines)),
    credentialsSplit: options.credentialsSplit,
    now,
  });
  const adminOperations =
    authorizeAdmin && createAdminOperations(createAdminContext(client, { ...options, now }));
  return createUploadService(gateway, options, adminOperations);
}

function deadlinesOf(
  options: Pick<AdapterOptions<never>, 'storageTimeoutSeconds' | 'completeTimeoutSeconds'>,
): Deadlines {
  const { callMs, completeMs } = DEFAULT_DEADLINES;
  const { storageTimeoutSeconds = callMs / 1_000 } = options;
  const { completeTimeoutSeconds = completeMs / 1_000 } = options;
  assertSeconds('storageTimeoutSeconds', storageTimeoutSeconds, MAX_TIMEOUT_SECONDS);
  assertSeconds('completeTimeoutSeconds', completeTimeoutSeconds, MAX_TIMEOUT_SECONDS);
  return { callMs: storageTimeoutSeconds * 1_000, completeMs: completeTimeoutSeconds * 1_000 };
}

function assertClient(option: string, bucket: string, client: S3ClientLike): void {
  const unfit = findClientFault(bucket, client);
  if (unfit) throw new TypeError(`${option}: ${unfit}.`);
}

function assertStore(choice: StoreChoice, resume: UploadServiceOptions['resume']): void {
  const fault = findStoreFault(choice);
  if (fault !== undefined) throw new TypeError(`s3Store${fault}.`);
  const { label, listUploads } = chosenProfile(choice) ?? STORE_PROFILES.other;
  if (resume !== 'any-device' || listUploads === 'by-prefix') return;
  throw new TypeError(`resume: ${label} cannot list unfinished uploads by prefix. Leave it out.`);
}

function assertSmallFiles(bucket: string, smallFiles: string | undefined): void {
  if (smallFiles === undefined || smallFiles === 'put') return;
  if (smallFiles !== 'post') throw new TypeError('smallFiles must be "post" or "put".');
  if (takesForms(bucket)) return;
  throw new TypeError(
    `smallFiles: ${BUCKET_KIND_NAMES[bucketKind(bucket)]} accepts no forms. Leave it out, or set it to "put".`,
  );
}
