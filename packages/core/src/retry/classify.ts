import { isCorruption, type UploadError, type UploadErrorCode } from '@slipway/protocol';
import type { PartResponse } from '../ports/transport.ts';
import { failure } from './failure.ts';

/**
 * What to do about a PUT that did not succeed.
 *
 * - `retry`: wait, then send the part again. Uses up one attempt.
 * - `read-again`: S3 received other bytes than were signed. Like `retry`, if the file has not changed.
 * - `presign-again`: the URL is at fault. Send the part again at once with a fresh one.
 * - `ask`: the upload may have ended. Ask the backend first.
 * - `fail`: another attempt cannot help.
 */
type Remedy = 'retry' | 'read-again' | 'presign-again' | 'ask' | 'fail';

/** What to do, and the error for the user if that does not help. */
export interface Verdict {
  readonly remedy: Remedy;
  readonly error: UploadError;
  /** Whether the storage or the link was overloaded. Fewer connections may help. */
  readonly overloaded: boolean;
  /** Whether it looks like wrong CORS rules: no byte or all bytes went out, and no answer could be read. */
  readonly unread: boolean;
  /** What S3 answered, in XML. */
  readonly body?: string;
}

/** The outcome of a PUT: an answer, or `stalled` if the watchdog ended it. */
export type PartOutcome = PartResponse | 'stalled';

type Rule = readonly [Remedy, UploadErrorCode];

const URL_REFUSED: Rule = ['presign-again', 'storage-refused'];
const NOT_THROUGH: Rule = ['retry', 'network-error'];
const CORRUPTED: Rule = ['read-again', 'network-error'];
const OVERLOADED: Rule = ['retry', 'storage-unavailable'];
const FINAL: Rule = ['fail', 'storage-refused'];

/** The codes that mean more than their status. S3 names them by the `<Code>` in its answer. */
const BY_S3_CODE: Readonly<Record<string, Rule>> = {
  ExpiredToken: URL_REFUSED,
  RequestTimeout: NOT_THROUGH,
};

const BY_STATUS: Readonly<Record<number, Rule>> = {
  0: NOT_THROUGH,
  403: URL_REFUSED, // Expired, skewed or not matching. AWS says which, other stores and proxies do not.
  404: ['ask', 'upload-not-found'],
  408: NOT_THROUGH,
  409: ['retry', 'storage-refused'],
  412: ['ask', 'name-taken'],
  413: ['fail', 'request-too-large'], // A proxy limits bodies. S3 answers 400 to a part that is too large.
  425: NOT_THROUGH,
  429: OVERLOADED,
  501: FINAL, // The store does not know a header, however often the part is sent.
};

/** Decides by S3's code, by the status, and by what the browser saw. */
export function classify(outcome: PartOutcome): Verdict {
  if (outcome === 'stalled') {
    return { remedy: 'retry', error: failure('stalled'), overloaded: true, unread: false };
  }
  const { status, body, retryAfterMs, sent, loaded } = outcome;
  const s3Code = /<Code>(\w+)</.exec(body)?.[1];
  const [remedy, code] =
    (isCorruption(s3Code) && CORRUPTED) ||
    BY_S3_CODE[s3Code ?? ''] ||
    BY_STATUS[status] ||
    (status < 500 ? FINAL : OVERLOADED);
  // S3's code is for developers. Users see the message.
  const error = failure(code, { status, retryAfterMs, cause: `S3: ${s3Code}` });
  const overloaded =
    code === 'storage-unavailable' || status === 408 || s3Code === 'RequestTimeout';
  const unread = status === 0 && (sent || loaded === 0);
  return { remedy, error, overloaded, unread, body };
}
