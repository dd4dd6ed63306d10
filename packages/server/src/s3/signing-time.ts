import { UploadError } from '@slipway/protocol';
import type { PreparedRequest } from './prepared-request.ts';

/** How presigned URLs are made. */
export interface PresignOptions {
  /** Longest lifetime of a URL, in seconds. */
  readonly urlLifetimeSeconds: number;
  /** Now, in milliseconds since the epoch. */
  readonly now: () => number;
}

/** How long a presigned URL lives by default, in seconds. */
export const DEFAULT_URL_LIFETIME_SECONDS = 900;

/** When something is signed, and for how long. */
export interface SigningTime {
  readonly signingDate: Date;
  /** Whole seconds. */
  readonly expiresIn: number;
}

/** A URL is refused by S3 when its credentials end, whatever it says itself. */
const CREDENTIALS_MARGIN_SECONDS = 60;

/** @throws UploadError `storage-unavailable` when the credentials end too soon to presign with them */
export function signingTime(
  {
    credentials: { expiration },
    clockOffsetMs,
  }: Pick<PreparedRequest, 'credentials' | 'clockOffsetMs'>,
  { urlLifetimeSeconds, now }: PresignOptions,
): SigningTime {
  // S3 judges by its own clock: with ours, a URL of a host whose clock is slow would be born expired.
  const signingDate = new Date(now() + clockOffsetMs);
  const credentialsSeconds = expiration
    ? (expiration.getTime() - signingDate.getTime()) / 1_000 - CREDENTIALS_MARGIN_SECONDS
    : Number.POSITIVE_INFINITY;
  const expiresIn = Math.floor(Math.min(urlLifetimeSeconds, credentialsSeconds));
  if (expiresIn >= 1) return { signingDate, expiresIn };
  throw new UploadError('storage-unavailable', {
    message: 'The storage does not answer right now. Try again in a moment.',
    cause: new Error('The credentials of the S3 client end too soon to presign with them.'),
    retryAfterMs: 1_000,
  });
}
