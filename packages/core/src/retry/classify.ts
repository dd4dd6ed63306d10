import { UploadError, type UploadErrorCode } from '@slipway/protocol';
import type { PartResponse } from '../ports/transport.ts';

/**
 * What to do about a PUT that did not succeed.
 *
 * - `retry`: wait and send the part again; spends the budget.
 * - `presign-again`: the URL is at fault; send the part again at once with a fresh one.
 * - `ask`: what this upload became is in doubt; ask the backend before anything else.
 * - `fail`: another attempt cannot help.
 */
export interface Verdict {
  readonly do: 'retry' | 'presign-again' | 'ask' | 'fail';
  /** What the user is told when this was the last attempt. */
  readonly error: UploadError;
}

/** What became of a PUT: an answer, or silence that the watchdog ended. */
export type PartOutcome = PartResponse | 'stalled';

type Rule = readonly [Verdict['do'], UploadErrorCode, string];

const RETRY_LATER = 'Try again in a few minutes.';
const TELL_OWNER = "Tell the site's owner.";
const REFUSED = `The storage refused the upload. ${TELL_OWNER}`;
const MISCONFIGURED = `The storage is not set up for this upload. ${TELL_OWNER}`;

/** By the `<Code>` of S3's answer: several share a status but not a remedy. */
const BY_S3_CODE: Readonly<Record<string, Rule>> = {
  AccessDenied: ['presign-again', 'storage-refused', REFUSED], // "Request has expired" is one of these.
  ExpiredToken: ['presign-again', 'storage-refused', REFUSED],
  RequestTimeTooSkewed: ['presign-again', 'storage-misconfigured', MISCONFIGURED],
  SignatureDoesNotMatch: ['presign-again', 'storage-misconfigured', MISCONFIGURED],
  RequestTimeout: ['retry', 'network-error', `The connection is too slow. ${RETRY_LATER}`],
  BadDigest: ['retry', 'checksum-mismatch', `The bytes were damaged on their way. ${RETRY_LATER}`],
  XAmzContentChecksumMismatch: [
    'retry',
    'checksum-mismatch',
    `The bytes were damaged on their way. ${RETRY_LATER}`,
  ],
  NoSuchUpload: ['ask', 'upload-not-found', 'The unfinished upload is gone. Start it again.'],
  NoSuchKey: ['ask', 'upload-not-found', 'The unfinished upload is gone. Start it again.'], // Ceph's word for it
  NoSuchBucket: ['fail', 'storage-misconfigured', MISCONFIGURED],
};

const BY_STATUS: Readonly<Record<number, Rule>> = {
  // Stores other than AWS, and proxies before them, give an expired URL no code of its own.
  403: ['presign-again', 'storage-refused', REFUSED],
  408: ['retry', 'network-error', `The connection is too slow. ${RETRY_LATER}`],
  409: ['retry', 'storage-refused', REFUSED],
  412: ['ask', 'name-taken', 'There is already an object of this name. Rename the file.'],
  425: ['retry', 'storage-unavailable', `The storage is busy. ${RETRY_LATER}`],
  429: ['retry', 'storage-unavailable', `The storage is busy. ${RETRY_LATER}`],
};

/** Decides by S3's code, then by status, then by what the browser saw. */
export function classify(outcome: PartOutcome): Verdict {
  if (outcome === 'stalled') {
    return verdict(['retry', 'stalled', 'No bytes get through. Check your connection and retry.']);
  }
  const { status, body, retryAfterMs } = outcome;
  if (status === 0) {
    return verdict([
      'retry',
      'network-error',
      'The connection to the storage failed. Check your connection and retry.',
    ]);
  }
  const s3Code = /<Code>(\w+)<\/Code>/.exec(body)?.[1];
  const rule = (s3Code && BY_S3_CODE[s3Code]) || BY_STATUS[status];
  if (rule) return verdict(rule, outcome, s3Code);
  if (status >= 500) {
    return verdict(
      ['retry', 'storage-unavailable', `The storage is busy. ${RETRY_LATER}`],
      { status, retryAfterMs },
      s3Code,
    );
  }
  return verdict(['fail', 'storage-refused', REFUSED], outcome, s3Code);
}

function verdict(
  [remedy, code, message]: Rule,
  { status, retryAfterMs }: { status?: number; retryAfterMs?: number | undefined } = {},
  s3Code?: string,
): Verdict {
  // S3's own word goes to the developer by way of the cause; the user gets the sentence.
  const cause = s3Code && { cause: new Error(`S3 answered ${status} ${s3Code}.`) };
  return { do: remedy, error: new UploadError(code, { message, status, retryAfterMs, ...cause }) };
}
