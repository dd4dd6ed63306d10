import type { RequestFields } from '../http/request-fields.ts';
import { S3Error } from '../s3-error.ts';
import type { WriteGuard } from '../storage/bucket.ts';
import type { ObjectRecord } from '../storage/records.ts';
import type { Call } from './call.ts';
import { checkNotLocked } from './object-lock.ts';

/**
 * If-Match, If-None-Match, If-Modified-Since and If-Unmodified-Since of Get and Head, with HTTP's
 * precedence: a condition on the ETag outweighs the one on the date.
 *
 * @throws S3Error `PreconditionFailed`.
 */
export function checkReadConditions(
  request: Pick<RequestFields, 'header'>,
  object: Pick<ObjectRecord, 'etag' | 'lastModifiedMs'>,
): 'fresh' | 'not-modified' {
  const ifMatch = request.header('if-match');
  const ifNoneMatch = request.header('if-none-match');
  const modifiedSince = parseDate(request.header('if-modified-since'));
  const unmodifiedSince = parseDate(request.header('if-unmodified-since'));
  // HTTP dates have whole seconds.
  const lastModified = Math.floor(object.lastModifiedMs / 1000) * 1000;

  if (ifMatch !== undefined) {
    if (!matchesEtag(ifMatch, object.etag)) throw failed('If-Match');
  } else if (unmodifiedSince !== undefined && lastModified > unmodifiedSince) {
    throw failed('If-Unmodified-Since');
  }
  if (ifNoneMatch !== undefined) {
    return matchesEtag(ifNoneMatch, object.etag) ? 'not-modified' : 'fresh';
  }
  if (modifiedSince !== undefined && lastModified <= modifiedSince) return 'not-modified';
  return 'fresh';
}

/**
 * If-Match and If-None-Match of PutObject and CompleteMultipartUpload, to be checked before the
 * body is read and again in the moment of the write.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function readWriteConditions(call: Call): WriteGuard {
  const { bucket, key, request } = call;
  const atStart = bucket.objects.get(key);
  const ifMatch = request.header('if-match');
  const ifNoneMatch = request.header('if-none-match');
  if (ifNoneMatch !== undefined && (ifNoneMatch !== '*' || ifMatch !== undefined)) {
    throw new S3Error('NotImplemented', undefined, { Header: 'If-None-Match' });
  }
  const guard: WriteGuard = (current) => {
    const conditional = ifNoneMatch !== undefined || ifMatch !== undefined;
    if (conditional && atStart !== undefined && current === undefined) {
      throw new S3Error('ConditionalRequestConflict'); // Deleted while the body was in transit.
    }
    checkNotLocked(current, call.settings.now());
    if (ifNoneMatch !== undefined && current !== undefined) throw failed('If-None-Match');
    if (ifMatch === undefined) return;
    if (current === undefined) throw new S3Error('NoSuchKey');
    if (ifMatch.replaceAll('"', '') !== current.etag) throw failed('If-Match');
  };
  guard(atStart);
  return guard;
}

/** If-Match of DeleteObject. @throws S3Error `PreconditionFailed`. */
export function checkDeleteCondition({ request, bucket, key }: Call): void {
  const [ifMatch, current] = [request.header('if-match'), bucket.objects.get(key)];
  if (ifMatch && current && !matchesEtag(ifMatch, current.etag)) throw failed('If-Match');
}

function matchesEtag(condition: string, etag: string): boolean {
  return condition
    .split(',')
    .map((candidate) => candidate.trim().replace(/^W\//, '').replaceAll('"', ''))
    .some((candidate) => candidate === '*' || candidate === etag);
}

function parseDate(text: string | undefined): number | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

function failed(condition: string): S3Error {
  return new S3Error('PreconditionFailed', undefined, { Condition: condition });
}
