import { UploadError } from '@slipway/protocol';
import type { PreparedRequest } from './prepared-request.ts';

/** Lifetime and clock of presigned URLs. */
export interface PresignOptions {
  /** Longest lifetime of a URL, in seconds. */
  readonly urlLifetimeSeconds: number;
  /** Now, in milliseconds since the epoch. */
  readonly now: () => number;
}

/** Default lifetime of a presigned URL, in seconds. */
export const DEFAULT_URL_LIFETIME_SECONDS = 900;

/** When a URL is signed, and for how long it is valid. */
export interface SigningTime {
  readonly signingDate: Date;
  /** Whole seconds. */
  readonly expiresIn: number;
}

/** S3 refuses a URL as soon as its credentials expire, even before the URL's own expiry. */
const CREDENTIALS_MARGIN_SECONDS = 60;

/** @throws UploadError `storage-unavailable` if the credentials expire too soon to presign with them */
export function signingTime(
  {
    credentials: { expiration },
    clockOffsetMs,
  }: Pick<PreparedRequest, 'credentials' | 'clockOffsetMs'>,
  { urlLifetimeSeconds, now }: PresignOptions,
): SigningTime {
  // S3 checks expiry by its own clock. If our clock is slow, a URL signed by it would already be expired.
  const signingDate = new Date(now() + clockOffsetMs);
  const credentialsSeconds = expiration
    ? (expiration.getTime() - signingDate.getTime()) / 1_000 - CREDENTIALS_MARGIN_SECONDS
    : Number.POSITIVE_INFINITY;
  const expiresIn = Math.floor(Math.min(urlLifetimeSeconds, credentialsSeconds));
  if (expiresIn >= 1) return { signingDate, expiresIn };
  throw new UploadError('storage-unavailable', {
    message: 'The storage does not answer right now. Try again in a moment.',
    cause: new Error('The credentials of the S3 client expire too soon to presign with them.'),
    retryAfterMs: 1_000,
  });
}
