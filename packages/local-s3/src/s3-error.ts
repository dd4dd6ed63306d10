/** The default message of each error, by status. Codes and messages are those of S3. */
const MESSAGES = {
  400: {
    AccessControlListNotSupported: 'The bucket does not allow ACLs',
    AuthorizationHeaderMalformed: 'The authorization header is malformed.',
    AuthorizationQueryParametersError:
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    BadDigest: 'The Content-MD5 you specified did not match what we received.',
    BadRequest: 'Bad Request',
    EntityTooLarge: 'Your proposed upload exceeds the maximum allowed size',
    EntityTooSmall: 'Your proposed upload is smaller than the minimum allowed size',
    ExpiredToken: 'The provided token has expired.',
    IncompleteBody:
      'You did not provide the number of bytes specified by the Content-Length HTTP header.',
    InvalidArgument: 'Invalid Argument',
    InvalidBucketName: 'The specified bucket is not valid.',
    InvalidDigest: 'The Content-MD5 you specified was invalid.',
    InvalidEncryptionAlgorithmError:
      'The encryption request you specified is not valid. Supported value: AES256.',
    InvalidPart:
      "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    InvalidPartOrder:
      'The list of parts was not in ascending order. Parts must be ordered by part number.',
    InvalidPolicyDocument: 'Invalid Policy',
    InvalidRedirectLocation:
      'The website redirect location must have a prefix of http:// or https:// or /.',
    InvalidRequest: 'Invalid Request',
    InvalidStorageClass: 'The storage class you specified is not valid',
    InvalidTag: 'The tag provided was not a valid tag.',
    InvalidToken: 'The provided token is malformed or otherwise invalid.',
    InvalidURI: "Couldn't parse the specified URI.",
    KeyTooLongError: 'Your key is too long',
    MalformedPOSTRequest: 'The body of your POST request is not well-formed multipart/form-data.',
    MalformedTrailerError:
      'The request contained trailing data that was not well-formed or did not conform to our published schema.',
    MalformedXML:
      'The XML you provided was not well-formed or did not validate against our published schema',
    MaxPostPreDataLengthExceeded:
      'Your POST request fields preceeding the upload file was too large.',
    MetadataTooLarge: 'Your metadata headers exceed the maximum allowed metadata size',
    MissingSecurityHeader: 'Your request was missing a required header',
    RequestTimeout:
      'Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.',
    XAmzContentSHA256Mismatch:
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
  },
  403: {
    AccessDenied: 'Access Denied',
    AccessForbidden: 'CORSResponse: This CORS request is not allowed.',
    InvalidAccessKeyId: 'The AWS Access Key Id you provided does not exist in our records.',
    InvalidChunkSizeError: 'Only the last chunk is allowed to have a size less than 8192 bytes',
    InvalidObjectState: "The operation is not valid for the object's storage class",
    RequestTimeTooSkewed:
      'The difference between the request time and the current time is too large.',
    SignatureDoesNotMatch:
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  },
  404: {
    NoSuchBucket: 'The specified bucket does not exist',
    NoSuchCORSConfiguration: 'The CORS configuration does not exist',
    NoSuchKey: 'The specified key does not exist.',
    NoSuchLifecycleConfiguration: 'The lifecycle configuration does not exist',
    NoSuchObjectLockConfiguration: 'The specified object does not have a ObjectLock configuration',
    NoSuchUpload:
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
  },
  405: {
    MethodNotAllowed: 'The specified method is not allowed against this resource.',
  },
  409: {
    BucketAlreadyOwnedByYou:
      'Your previous request to create the named bucket succeeded and you already own it.',
    BucketNotEmpty: 'The bucket you tried to delete is not empty',
    ConditionalRequestConflict:
      'The conditional request cannot succeed due to a conflicting operation against this resource.',
    OperationAborted:
      'A conflicting conditional operation is currently in progress against this resource. Try again.',
  },
  411: {
    MissingContentLength: 'You must provide the Content-Length HTTP header.',
  },
  412: {
    PreconditionFailed: 'At least one of the pre-conditions you specified did not hold',
  },
  416: {
    InvalidPartNumber: 'The requested partnumber is not satisfiable',
    InvalidRange: 'The requested range is not satisfiable',
  },
  500: {
    InternalError: 'We encountered an internal error. Please try again.',
  },
  501: {
    NotImplemented: 'A header or query you provided implies functionality that is not implemented.',
  },
  503: {
    ServiceUnavailable: 'Service is unable to handle request.',
    SlowDown: 'Please reduce your request rate.',
  },
} as const;

type Messages = typeof MESSAGES;

/** The `<Code>` of an S3 error response. */
export type S3ErrorCode = { [Status in keyof Messages]: keyof Messages[Status] }[keyof Messages];

/** Status and default message of every error that this server returns. */
export const S3_ERRORS = Object.fromEntries(
  Object.entries(MESSAGES).flatMap(([status, messages]) =>
    Object.entries<string>(messages).map(([code, text]) => [code, [Number(status), text] as const]),
  ),
) as Readonly<Record<S3ErrorCode, readonly [status: number, message: string]>>;

/** An error response in S3's words. The only error that operations throw on purpose. */
export class S3Error extends Error {
  override readonly name = 'S3Error';
  readonly code: S3ErrorCode;
  readonly status: number;
  /** Extra elements of the error document, such as `ArgumentName`. */
  readonly details: Readonly<Record<string, string | number | undefined>>;

  constructor(code: S3ErrorCode, message?: string, details: S3Error['details'] = {}) {
    const [status, defaultMessage] = S3_ERRORS[code];
    super(message ?? defaultMessage);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** The code of an error that Node or the system raised, such as `ENOENT`. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** Creates the error for a request that contradicts itself or lacks something. */
export function invalidRequest(message: string): S3Error {
  return new S3Error('InvalidRequest', message);
}

/** Creates the error for one header or parameter. The error document names it and shows its value. */
export function invalidArgument(name: string, message?: string, value?: string): S3Error {
  return new S3Error('InvalidArgument', message, { ArgumentName: name, ArgumentValue: value });
}
