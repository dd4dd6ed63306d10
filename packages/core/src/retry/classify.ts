import type { UploadError, UploadErrorCode } from '@slipway/protocol';
import type { PartResponse } from '../ports/transport.ts';
import { failure } from './failure.ts';

/**
 * What to do about a PUT that did not succeed.
 *
 * - `retry`: wait and send the part again; spends the budget.
 * - `presign-again`: the URL is at fault; send the part again at once with a fresh one.
 * - `ask`: what this upload became is in doubt; ask the backend before anything else.
 * - `fail`: another attempt cannot help.
 */
export type Remedy = 'retry' | 'presign-again' | 'ask' | 'fail';

/** What to do, and what the user is told when it does not help. */
export interface Verdict {
  readonly remedy: Remedy;
  readonly error: UploadError;
}

/** What became of a PUT: an answer, or silence that the watchdog ended. */
export type PartOutcome = PartResponse | 'stalled';

type Rule = readonly [Remedy, UploadErrorCode];

const URL_REFUSED: Rule = ['presign-again', 'storage-refused'];
const URL_WRONG: Rule = ['presign-again', 'storage-misconfigured'];
const TOO_SLOW: Rule = ['retry', 'network-error'];
const DAMAGED: Rule = ['retry', 'checksum-mismatch'];
const GONE: Rule = ['ask', 'upload-not-found'];
const BUSY: Rule = ['retry', 'storage-unavailable'];

/** By the `<Code>` of S3's answer: several share a status but not a remedy. */
const BY_S3_CODE: Readonly<Record<string, Rule>> = {
  AccessDenied: URL_REFUSED, // "Request has expired" is one of these.
  ExpiredToken: URL_REFUSED,
  RequestTimeTooSkewed: URL_WRONG,
  SignatureDoesNotMatch: URL_WRONG,
  RequestTimeout: TOO_SLOW,
  BadDigest: DAMAGED,
  XAmzContentChecksumMismatch: DAMAGED,
  NoSuchUpload: GONE,
  NoSuchKey: GONE, // Ceph's word for it
  NoSuchBucket: ['fail', 'storage-misconfigured'],
};

const BY_STATUS: Readonly<Record<number, Rule>> = {
  0: ['retry', 'network-error'],
  403: URL_REFUSED, // Stores other than AWS, and proxies, have no code of their own for an expired URL.
  408: TOO_SLOW,
  409: ['retry', 'storage-refused'],
  412: ['ask', 'name-taken'],
  429: BUSY,
};

/** Decides by S3's code, then by status, then by what the browser saw. */
export function classify(outcome: PartOutcome): Verdict {
  if (outcome === 'stalled') return { remedy: 'retry', error: failure('stalled') };
  const { status, body, retryAfterMs } = outcome;
  const s3Code = /<Code>(\w+)</.exec(body)?.[1];
  const [remedy, code] =
    BY_S3_CODE[s3Code ?? ''] ??
    BY_STATUS[status] ??
    (status >= 500 ? BUSY : (['fail', 'storage-refused'] satisfies Rule));
  // S3's own word is for the developer; the user gets the sentence.
  const cause = status ? `S3 answered ${status} ${s3Code}` : 'no answer';
  return { remedy, error: failure(code, { status, retryAfterMs, cause }) };
}
