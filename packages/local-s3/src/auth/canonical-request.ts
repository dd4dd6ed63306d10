import { createHash, createHmac } from 'node:crypto';
import { percentDecode, percentEncode } from '../http/encoding.ts';
import type { S3Request } from '../http/s3-request.ts';

/** SHA-256 as lower-case hex. Strings are hashed as latin1, which are the bytes on the wire. */
export function sha256Hex(data: string | Uint8Array): string {
  const hash = createHash('sha256');
  return (typeof data === 'string' ? hash.update(data, 'latin1') : hash.update(data)).digest('hex');
}

/**
 * The canonical request of SigV4 as S3 computes it: the path is encoded once and not normalised.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function canonicalRequest(
  request: S3Request,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  const path = request.rawPath
    .split('/')
    .map((segment) => percentEncode(percentDecode(segment)))
    .join('/');
  const query = request.queryPairs
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const headers = signedHeaders
    .map((name) => `${name}:${(request.header(name) ?? '').replace(/ +/g, ' ').trim()}\n`)
    .join('');
  return [request.method, path, query, headers, signedHeaders.join(';'), payloadHash].join('\n');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The scope of a SigV4 signature: day, region and service. */
export interface CredentialScope {
  /** `YYYYMMDD`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** The scope as text, as in the string to sign. */
export function scopeText(scope: CredentialScope): string {
  return `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
}

/** Derives the day's signing key from a secret. */
export function signingKey(secretAccessKey: string, scope: CredentialScope): Buffer {
  let key = hmac(`AWS4${secretAccessKey}`, scope.date);
  for (const step of [scope.region, scope.service, 'aws4_request']) key = hmac(key, step);
  return key;
}

export function hmac(key: string | Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}
