import { randomBytes } from 'node:crypto';
import { DIRECTORY_BUCKET } from '../bucket-name.ts';
import { xmlReply } from '../http/reply.ts';
import { invalidRequest, S3Error } from '../s3-error.ts';
import type { Call, Operation } from './call.ts';

const SESSION_MS = 5 * 60 * 1000;

/** Operations on a directory bucket that permanent keys sign. */
const REGIONAL = new Set(['CreateSession', 'CreateBucket', 'DeleteBucket', 'HeadBucket']);
/** Operations that directory buckets support. */
const ZONAL = new Set(
  `AbortMultipartUpload CompleteMultipartUpload CopyObject CreateMultipartUpload DeleteObject
  DeleteObjects GetObject GetObjectAttributes HeadObject ListMultipartUploads ListObjectsV2 ListParts
  PutObject UploadPart UploadPartCopy`.split(/\s+/),
);
/** Headers of features that directory buckets lack. */
const UNSUPPORTED =
  /^(?:content-md5|x-amz-(?:acl|grant-.*|tagging|object-lock-.*|website-redirect-location|request-payer|server-side-encryption-customer-.*))$/;
const STORAGE_CLASSES = new Set(['EXPRESS_ONEZONE', 'ONEZONE_IA']);

/**
 * Checks a request against the features of directory buckets (S3 Express One Zone).
 *
 * @throws S3Error `AccessDenied` without a session; `NotImplemented` or `InvalidRequest` for what
 * only general purpose buckets have.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-differences.html
 */
export function checkDirectoryBucket(call: Call, operation: string): void {
  const { request } = call;
  if (!DIRECTORY_BUCKET.test(request.bucket ?? '')) {
    if (operation === 'CreateSession') throw new S3Error('NotImplemented');
    return;
  }
  if (REGIONAL.has(operation)) return;
  if (!ZONAL.has(operation)) throw new S3Error('NotImplemented');
  if (request.amzHeader('x-amz-s3session-token') === undefined) {
    throw new S3Error('AccessDenied', 'Requests to directory buckets need a session token');
  }
  const unsupported = [...request.fieldNames()].find((name) => UNSUPPORTED.test(name));
  if (unsupported !== undefined) {
    throw new S3Error('NotImplemented', undefined, { Header: unsupported });
  }
  const storageClass = request.amzHeader('x-amz-storage-class');
  if (storageClass !== undefined && !STORAGE_CLASSES.has(storageClass)) {
    throw new S3Error('InvalidStorageClass');
  }
  const encryption = request.amzHeader('x-amz-server-side-encryption');
  if (encryption !== undefined && encryption !== 'AES256' && encryption !== 'aws:kms') {
    throw new S3Error('InvalidEncryptionAlgorithmError');
  }
  if (operation !== 'ListObjectsV2') return;
  const { query } = request;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '/';
  if (query.has('start-after') || delimiter !== '/' || !(prefix === '' || prefix.endsWith('/'))) {
    throw invalidRequest(
      'Directory buckets list without start-after, with the delimiter / and prefixes that end in it',
    );
  }
}

export const createSession: Operation = async (call) => {
  const session = {
    accessKeyId: `SESSION${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    sessionToken: randomBytes(48).toString('base64'),
    expiresAt: new Date(call.nowMs + SESSION_MS),
    bucket: call.bucket.record.name,
  };
  call.settings.credentials.add(session);
  return xmlReply('CreateSessionResult', {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: session.expiresAt.toISOString(),
    },
  });
};
