import { createAwsGateway } from '../s3/aws-gateway.ts';
import type { S3Client } from '../s3/s3-client.ts';
import { assertSeconds, MAX_URL_LIFETIME_SECONDS } from '../service/assert-seconds.ts';
import { SYSTEM_CLOCK } from '../service/clock.ts';
import type { Principal } from '../service/principal.ts';
import {
  createUploadService,
  type UploadService,
  type UploadServiceOptions,
} from '../service/upload-service.ts';

/** How uploads are authorized, stored and answered, whatever the web framework's requests look like. */
export interface AdapterOptions<Incoming> extends UploadServiceOptions {
  /** The client that calls and presigns. It is never changed; its credentials need the rights on `bucket`. */
  readonly s3: S3Client;
  /**
   * Names the caller, or throws `UploadError('unauthorized')`. Required on purpose: a presigning
   * endpoint open to everyone is an open bucket. Asked before the body is read.
   */
  readonly authorize: (request: Incoming) => Principal | Promise<Principal>;
  /**
   * Origins of pages that may call from elsewhere, as `https://app.example`. Pages of the backend's own
   * host always may.
   *
   * @defaultValue none
   */
  readonly allowedOrigins?: readonly string[] | undefined;
  /**
   * How long a presigned URL can be used, in seconds; never longer than the credentials that sign it.
   *
   * @defaultValue 900
   */
  readonly urlLifetimeSeconds?: number | undefined;
  /** Largest request body in bytes. @defaultValue 2 MiB, enough for the largest batches that are legal */
  readonly maxBodyBytes?: number | undefined;
}

/** In bytes. */
export const DEFAULT_MAX_BODY_BYTES = 2 * 1_024 ** 2;

/** Headers of every answer: nothing in it is for caches, and no address leaves with a link. */
export const ANSWER_HEADERS = { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' };

/**
 * Builds the service that an adapter calls.
 *
 * @throws TypeError for options that cannot work, saying which
 */
export function createAdapterService<Incoming>(options: AdapterOptions<Incoming>): UploadService {
  const { s3, authorize, urlLifetimeSeconds = 900, clock = SYSTEM_CLOCK } = options;
  if (typeof authorize !== 'function') {
    throw new TypeError('authorize is missing: without it the bucket would be open to everyone.');
  }
  assertSeconds('urlLifetimeSeconds', urlLifetimeSeconds, MAX_URL_LIFETIME_SECONDS);
  const gateway = createAwsGateway(s3, { urlLifetimeSeconds, now: () => clock.now() });
  return createUploadService(gateway, options);
}
