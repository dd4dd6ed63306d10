import { timingSafeEqual } from 'node:crypto';
import type { S3Request } from '../http/s3-request.ts';
import { invalidRequest, S3Error } from '../s3-error.ts';
import { type Authorization, parseTimestamp, readAuthorization } from './authorization.ts';
import {
  type CredentialScope,
  canonicalRequest,
  hmac,
  scopeText,
  sha256Hex,
  signingKey,
} from './canonical-request.ts';
import type { CredentialStore, Credentials } from './credentials.ts';

const MAX_SKEW_MS = 15 * 60 * 1000;

/** What {@link verifySignature} needs to know about this server. */
export interface Verifier {
  readonly credentials: CredentialStore;
  readonly region: string;
  readonly now: () => Date;
}

/** A request with a valid signature, and the values that verify signed chunks. */
export interface VerifiedRequest {
  readonly credentials: Credentials;
  /** The value of `x-amz-content-sha256`: a digest or one of S3's literals. */
  readonly payloadHash: string;
  readonly signature: string;
  readonly timestamp: string;
  readonly scope: CredentialScope;
  readonly key: Buffer;
}

/**
 * Verifies a SigV4 signature, in the header or in the query.
 *
 * @throws S3Error with the code that S3 returns for the fault
 */
export function verifySignature(request: S3Request, verifier: Verifier): VerifiedRequest {
  const authorization = readAuthorization(request);
  const now = verifier.now();
  checkScope(authorization, verifier.region);
  const { accessKeyId, sessionToken, signature, timestamp, scope } = authorization;
  const credentials = verifier.credentials.find(accessKeyId, sessionToken, now);
  if (credentials.bucket !== undefined && credentials.bucket !== request.bucket) {
    throw new S3Error('AccessDenied');
  }
  checkTime(authorization, now);
  checkHeadersAreSigned(request, authorization.signedHeaders);

  const payloadHash = readPayloadHash(request);
  const canonical = canonicalRequest(request, authorization.signedHeaders, payloadHash);
  const toSign = ['AWS4-HMAC-SHA256', timestamp, scopeText(scope), sha256Hex(canonical)].join('\n');
  const key = signingKey(credentials.secretAccessKey, scope);
  const missing = authorization.signedHeaders.some((name) => request.header(name) === undefined);
  if (missing || !signatureEquals(hmac(key, toSign).toString('hex'), signature)) {
    throw new S3Error('SignatureDoesNotMatch', undefined, {
      AWSAccessKeyId: accessKeyId,
      StringToSign: toSign,
      SignatureProvided: signature,
      CanonicalRequest: canonical,
    });
  }
  return { credentials, payloadHash, signature, timestamp, scope, key };
}

/** Compares two signatures in constant time. */
export function signatureEquals(expected: string, given: string): boolean {
  const a = Buffer.from(expected, 'utf8');
  const b = Buffer.from(given, 'utf8');
  return a.length === b.length && timingSafeEqual(a, b);
}

function checkScope({ scope, timestamp, malformed }: Authorization, region: string): void {
  if (scope.region !== region) {
    throw new S3Error(malformed, `The region '${scope.region}' is wrong; expecting '${region}'`, {
      Region: region,
    });
  }
  if (scope.service !== 's3' && scope.service !== 's3express') {
    const message = `Incorrect service "${scope.service}". This endpoint belongs to "s3".`;
    throw new S3Error(malformed, message);
  }
  if (!timestamp.startsWith(scope.date)) {
    throw new S3Error(
      malformed,
      `Invalid credential date "${scope.date}". This date is not the same as X-Amz-Date: "${timestamp}".`,
    );
  }
}

function checkTime({ timestamp, expiresSeconds }: Authorization, now: Date): void {
  const signedAt = parseTimestamp(timestamp)?.getTime() ?? Number.NaN;
  const serverTime = now.toISOString();
  if (expiresSeconds === undefined) {
    if (Math.abs(now.getTime() - signedAt) <= MAX_SKEW_MS) return;
    throw new S3Error('RequestTimeTooSkewed', undefined, {
      RequestTime: timestamp,
      ServerTime: serverTime,
      MaxAllowedSkewMilliseconds: MAX_SKEW_MS,
    });
  }
  if (signedAt - now.getTime() > MAX_SKEW_MS) {
    throw new S3Error('AccessDenied', 'Request is not yet valid', { ServerTime: serverTime });
  }
  const expiresAt = signedAt + expiresSeconds * 1000;
  if (now.getTime() > expiresAt) {
    throw new S3Error('AccessDenied', 'Request has expired', {
      'X-Amz-Expires': expiresSeconds,
      Expires: new Date(expiresAt).toISOString(),
      ServerTime: serverTime,
    });
  }
}

/** S3 rejects `x-amz-*` headers that are not signed. It also requires a signed host. */
function checkHeadersAreSigned(request: S3Request, signedHeaders: readonly string[]): void {
  const unsigned = [...request.headers.keys()].filter(
    (name) => (name === 'host' || name.startsWith('x-amz-')) && !signedHeaders.includes(name),
  );
  if (unsigned.length === 0) return;
  const message = 'There were headers present in the request which were not signed';
  throw new S3Error('AccessDenied', message, { HeadersNotSigned: unsigned.join(', ') });
}

function readPayloadHash(request: S3Request): string {
  const declared = request.amzHeader('x-amz-content-sha256');
  if (declared !== undefined) return declared;
  if (request.presigned) return 'UNSIGNED-PAYLOAD';
  throw invalidRequest('Missing required header for this request: x-amz-content-sha256');
}
