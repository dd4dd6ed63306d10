import { isOtherRegion, UploadError, type UploadErrorCode } from '@slipway/protocol';

/** The useful fields of an SDK error, whatever its class. */
export interface S3Answer {
  /** S3's `<Code>`, or the name of a network error. */
  readonly code: string;
  /** HTTP status. `undefined` if there was no response. */
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  /** The bucket's region, if S3 names it. HEAD responses name it in a header. */
  readonly region: string | undefined;
}

/** The name of the error if this runtime cannot read XML. */
export const XML_UNREADABLE = 'XmlUnreadable';

/** The name of the error if an answer lacks what S3 always sends. */
const NOT_S3 = 'NotFromS3';

/** Another server answered 200, such as a proxy or a login page. Believing it could end an upload wrongly. */
export function notFromS3(operation: string, missing: string): Error {
  const message = `The answer to ${operation} has no ${missing}, so it is not from S3. Check what is in front of the store.`;
  return Object.assign(new Error(message), { name: NOT_S3 });
}

/** The bucket, the credentials or the clock are wrong. Only the operator can fix this. */
const MISCONFIGURED = new Set([
  'NoSuchBucket',
  'InvalidBucketName',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidToken',
  'RequestTimeTooSkewed',
  'CredentialsProviderError',
  'NotImplemented',
  NOT_S3,
  XML_UNREADABLE,
]);

/** A retry helps, whatever the status: the store is busy, or new credentials are on their way. */
const BUSY = new Set([
  'SlowDown',
  'RequestTimeout',
  'OperationAborted',
  'TooManyRequestsException',
  'ExpiredToken',
]);

const MESSAGES = {
  'storage-unavailable': 'The storage does not answer right now. Try again in a moment.',
  'storage-misconfigured': 'The storage is not set up correctly. Tell the operator of this site.',
  'storage-refused': 'The storage refused the request. Tell the operator of this site.',
} as const satisfies Partial<Record<UploadErrorCode, string>>;

/** Reads an error thrown by the SDK. */
export function readS3Answer(error: unknown): S3Answer {
  const shape = asRecord(error);
  const response = asRecord(shape.$response);
  const status = asRecord(shape.$metadata).httpStatusCode ?? response.statusCode;
  const code = [shape.Code, shape.name, shape.code].find((v) => typeof v === 'string');
  const headers = asRecord(response.headers);
  const region = [shape.Region, headers['x-amz-bucket-region']].find((v) => typeof v === 'string');
  return {
    region: typeof region === 'string' ? region : undefined,
    code: typeof code === 'string' ? code : 'Unknown',
    status: typeof status === 'number' ? status : undefined,
    retryAfterMs: readRetryAfter(headers['retry-after']),
  };
}

/**
 * Turns any storage failure into an error that is safe to show. Its message contains nothing that S3 wrote (bucket,
 * ARN, XML). All of that is in its `cause`.
 */
function toUploadError(error: unknown): UploadError {
  if (UploadError.is(error)) return error;
  const { code, status, retryAfterMs } = readS3Answer(error);
  const otherRegion = findOtherRegion(error);
  if (otherRegion !== undefined) {
    return new UploadError('storage-misconfigured', { message: otherRegion, cause: error });
  }
  const uploadCode = isUnreadable(error) ? classifyUnreadable(error) : classify(code, status);
  return new UploadError(uploadCode, {
    message: MESSAGES[uploadCode],
    cause: error,
    retryAfterMs: uploadCode === 'storage-unavailable' ? (retryAfterMs ?? 1_000) : undefined,
  });
}

/** Turns any error of the SDK into an {@link UploadError}. */
export async function orUploadError<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw toUploadError(error);
  }
}

/**
 * What to tell about a request that was signed for another region than the bucket's, or sent to another endpoint. The
 * region is no secret: presigned URLs name it.
 */
function findOtherRegion(error: unknown): string | undefined {
  const { code, status = 0, region } = readS3Answer(error);
  // S3 answers a HEAD with a bare 400 and the region.
  const isBare = status === 400 && region !== undefined && !/[a-z]{2}[A-Z]/.test(code);
  if (!isBare && !isOtherRegion(code) && (status < 300 || status >= 400)) return undefined;
  const where =
    region === undefined ? 'another region or at another endpoint' : `the region ${region}`;
  return `The storage is in ${where}, and the server signs for another one. Tell the operator of this site.`;
}

function classify(code: string, status: number | undefined): keyof typeof MESSAGES {
  // 501: the store does not know the operation or a header. HEAD responses carry no code.
  if (MISCONFIGURED.has(code) || status === 501) return 'storage-misconfigured';
  if (status === undefined || status >= 500 || status === 429 || BUSY.has(code)) {
    return 'storage-unavailable';
  }
  return 'storage-refused';
}

/** Whether a response arrived that the SDK could not read. What S3 itself says is a service exception, with `$fault`. */
function isUnreadable(error: unknown): boolean {
  const { $fault, $response } = asRecord(error);
  return $fault === undefined && asRecord($response).statusCode !== undefined;
}

/** A connection that broke off is no fault of the setup. Another server, such as a proxy, may have sent anything else. */
function classifyUnreadable(error: unknown): keyof typeof MESSAGES {
  const { code, name, $response } = asRecord(error);
  const isBroken = typeof code === 'string' || name === 'AbortError' || name === 'TimeoutError';
  const status = Number(asRecord($response).statusCode);
  const isTheirs = status >= 500 && status !== 501;
  return isBroken || isTheirs ? 'storage-unavailable' : 'storage-misconfigured';
}

function readRetryAfter(value: unknown): number | undefined {
  const seconds = typeof value === 'string' ? Number(value) : Number.NaN;
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 300) * 1_000 : undefined;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
