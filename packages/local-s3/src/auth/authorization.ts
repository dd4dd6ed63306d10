import type { S3Request } from '../http/s3-request.ts';
import { invalidArgument, invalidRequest, S3Error, type S3ErrorCode } from '../s3-error.ts';
import type { CredentialScope } from './canonical-request.ts';

/** The fields of a request's signature, from the header or the query. */
export interface Authorization {
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** ISO 8601 basic form, `YYYYMMDDTHHMMSSZ`. */
  readonly timestamp: string;
  readonly sessionToken: string | undefined;
  /** Lifetime of a presigned URL in seconds. Undefined in the header form. */
  readonly expiresSeconds: number | undefined;
  /** The error for any mistake in the fields of this form. */
  readonly malformed: S3ErrorCode;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const MAX_EXPIRES_SECONDS = 604_800;

/** Reads the Authorization header or the `X-Amz-*` query parameters. */
export function readAuthorization(request: S3Request): Authorization {
  const header = request.header('authorization');
  if (header !== undefined && request.presigned) {
    throw invalidArgument(
      'Authorization',
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
    );
  }
  if (header === undefined && !request.presigned) throw new S3Error('AccessDenied');
  const { credential, signedHeaders, ...fields } =
    header === undefined ? fromQuery(request) : fromHeader(request, header);
  return {
    ...fields,
    ...parseCredential(credential, fields.malformed),
    signedHeaders: parseSignedHeaders(signedHeaders, fields.malformed),
    sessionToken:
      request.amzHeader('x-amz-security-token') ?? request.amzHeader('x-amz-s3session-token'),
  };
}

function fromHeader(request: S3Request, header: string) {
  if (!header.startsWith(`${ALGORITHM} `)) {
    throw invalidRequest(
      `The authorization mechanism you have provided is not supported. Please use ${ALGORITHM}.`,
    );
  }
  const fields = new Map<string, string>();
  for (const piece of header.slice(ALGORITHM.length + 1).split(',')) {
    const equals = piece.indexOf('=');
    if (equals < 0) throw new S3Error('AuthorizationHeaderMalformed');
    fields.set(piece.slice(0, equals).trim(), piece.slice(equals + 1).trim());
  }
  const credential = fields.get('Credential');
  const signedHeaders = fields.get('SignedHeaders');
  const signature = fields.get('Signature');
  if (credential === undefined || signedHeaders === undefined || signature === undefined) {
    throw new S3Error('AuthorizationHeaderMalformed');
  }
  const timestamp = request.header('x-amz-date') ?? basicDate(request.header('date'));
  if (timestamp === undefined || parseTimestamp(timestamp) === undefined) {
    const message = 'AWS authentication requires a valid Date or x-amz-date header';
    throw new S3Error('AccessDenied', message);
  }
  const malformed = 'AuthorizationHeaderMalformed' as const;
  return { credential, signedHeaders, signature, timestamp, expiresSeconds: undefined, malformed };
}

function fromQuery(request: S3Request) {
  const algorithm = queryField(request, 'X-Amz-Algorithm');
  const credential = queryField(request, 'X-Amz-Credential');
  const timestamp = queryField(request, 'X-Amz-Date');
  const expires = queryField(request, 'X-Amz-Expires');
  const signedHeaders = queryField(request, 'X-Amz-SignedHeaders');
  const signature = queryField(request, 'X-Amz-Signature');
  if (algorithm !== ALGORITHM) throw refuse(`X-Amz-Algorithm only supports "${ALGORITHM}"`);
  if (parseTimestamp(timestamp) === undefined) {
    throw refuse("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  }
  if (!/^-?\d+$/.test(expires)) throw refuse('X-Amz-Expires should be a number');
  const expiresSeconds = Number(expires);
  if (expiresSeconds < 1) throw refuse('X-Amz-Expires must be non-negative');
  if (expiresSeconds > MAX_EXPIRES_SECONDS) {
    throw refuse('X-Amz-Expires must be less than a week (in seconds) 604800 seconds');
  }
  const malformed = 'AuthorizationQueryParametersError' as const;
  return { credential, signedHeaders, signature, timestamp, expiresSeconds, malformed };
}

function queryField(request: S3Request, name: string): string {
  const value = request.query.get(name);
  if (value === undefined || value === '') throw new S3Error('AuthorizationQueryParametersError');
  return value;
}

function refuse(message: string): S3Error {
  return new S3Error('AuthorizationQueryParametersError', message);
}

/** Reads `AKID/YYYYMMDD/region/service/aws4_request`. */
export function parseCredential(
  credential: string,
  code: S3ErrorCode,
): { readonly accessKeyId: string; readonly scope: CredentialScope } {
  // An access key ID may contain slashes. The scope is always the last four pieces.
  const pieces = credential.split('/');
  const [date = '', region = '', service = '', terminator] = pieces.slice(-4);
  const accessKeyId = pieces.slice(0, -4).join('/');
  if (accessKeyId === '' || !/^\d{8}$/.test(date) || terminator !== 'aws4_request') {
    throw new S3Error(
      code,
      'The Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    );
  }
  return { accessKeyId, scope: { date, region, service } };
}

function parseSignedHeaders(text: string, code: S3ErrorCode): string[] {
  const names = text.split(';');
  const sorted = [...new Set(names)].sort();
  if (names.join(';') !== sorted.join(';') || names.some((name) => !/^[^A-Z\s]+$/.test(name))) {
    throw new S3Error(code, 'SignedHeaders must be lower case, sorted and without repetition.');
  }
  return names;
}

/** Reads `YYYYMMDDTHHMMSSZ`. Undefined if it is not a date. */
export function parseTimestamp(text: string): Date | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function basicDate(httpDate: string | undefined): string | undefined {
  if (httpDate === undefined) return undefined;
  if (parseTimestamp(httpDate) !== undefined) return httpDate;
  const date = new Date(httpDate);
  if (Number.isNaN(date.getTime())) return undefined;
  return date.toISOString().replace(/[-:]|\.\d{3}/g, '');
}
