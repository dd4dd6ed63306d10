import { createHash } from 'node:crypto';
import type { RequestFields } from '../http/request-fields.ts';
import { invalidArgument, invalidRequest, S3Error } from '../s3-error.ts';
import type { ObjectAttributes } from '../storage/records.ts';

const SSE = 'x-amz-server-side-encryption';
const KMS_KEY = `${SSE}-aws-kms-key-id`;
const CONTEXT = `${SSE}-context`;
const BUCKET_KEY = `${SSE}-bucket-key-enabled`;
const CUSTOMER = `${SSE}-customer`;
const CUSTOMER_MD5 = `${CUSTOMER}-key-md5`;
const METHODS = new Set(['AES256', 'aws:kms', 'aws:kms:dsse', 'aws:fsx']);

/**
 * Reads how to encrypt an object. The server does not encrypt: it only checks requests and responds as S3 does.
 * Without a method it is SSE-S3, which S3 always applies.
 */
export function readEncryption(fields: RequestFields): {
  readonly headers: Record<string, string>;
  readonly context: string | undefined;
} {
  const method = fields.amzHeader(SSE);
  const keyId = fields.amzHeader(KMS_KEY);
  const context = fields.amzHeader(CONTEXT);
  const bucketKey = fields.amzHeader(BUCKET_KEY);
  const customerMd5 = readCustomerKey(fields);
  if (customerMd5 !== undefined) {
    if (method !== undefined) {
      throw new S3Error(
        'InvalidArgument',
        'Server Side Encryption with Customer provided key is incompatible with the encryption method specified',
      );
    }
    const headers = { [`${CUSTOMER}-algorithm`]: 'AES256', [CUSTOMER_MD5]: customerMd5 };
    return { headers, context: undefined };
  }
  if (method !== undefined && !METHODS.has(method)) {
    throw new S3Error('InvalidEncryptionAlgorithmError');
  }
  const kms = method?.startsWith('aws:kms') === true;
  if (!kms && (keyId !== undefined || context !== undefined)) {
    throw invalidArgument(
      SSE,
      `Server Side Encryption with AWS KMS managed key requires HTTP header ${SSE} : aws:kms`,
    );
  }
  if (context !== undefined) checkContext(context);
  const headers = {
    [SSE]: method ?? 'AES256',
    ...(keyId !== undefined && { [KMS_KEY]: keyId }),
    ...(kms && bucketKey?.toLowerCase() === 'true' && { [BUCKET_KEY]: 'true' }),
  };
  return { headers, context };
}

function checkContext(context: string): void {
  try {
    const pairs: unknown = JSON.parse(Buffer.from(context, 'base64').toString('utf8'));
    if (typeof pairs === 'object' && pairs !== null && !Array.isArray(pairs)) return;
  } catch {
    // Rejected below.
  }
  throw invalidArgument(CONTEXT, 'The header is not base64 of a JSON object');
}

/** The MD5 in base64 of a request's SSE-C key. Verified against the key. */
export function readCustomerKey(fields: RequestFields, prefix = CUSTOMER): string | undefined {
  const algorithm = fields.amzHeader(`${prefix}-algorithm`);
  const key = fields.amzHeader(`${prefix}-key`);
  const md5 = fields.amzHeader(`${prefix}-key-md5`);
  if (algorithm === undefined && key === undefined && md5 === undefined) return undefined;
  if (algorithm === undefined || key === undefined || md5 === undefined) {
    throw new S3Error(
      'InvalidArgument',
      'Requests specifying Server Side Encryption with Customer provided keys must provide an appropriate secret key, its MD5 and the algorithm.',
    );
  }
  if (algorithm !== 'AES256') throw new S3Error('InvalidEncryptionAlgorithmError');
  const raw = Buffer.from(key, 'base64');
  if (raw.length !== 32) {
    throw new S3Error('InvalidArgument', 'The secret key was invalid for the specified algorithm.');
  }
  if (createHash('md5').update(raw).digest('base64') === md5) return md5;
  const message = 'The calculated MD5 hash of the key did not match the hash that was provided.';
  throw invalidArgument(CUSTOMER_MD5, message);
}

/**
 * The ETag of content is its MD5. If the object has a KMS key or a customer key, or if the bucket is a directory
 * bucket, S3's ETag is opaque and clients must not take it for an MD5.
 */
export function contentEtag(md5: string, { headers }: ObjectAttributes): string {
  const encrypted = headers[CUSTOMER_MD5] ?? (headers[SSE]?.startsWith('aws:kms') ? 'kms' : '');
  const express = headers['x-amz-storage-class'] === 'EXPRESS_ONEZONE' ? 'express' : '';
  if (encrypted === '' && express === '') return md5;
  return createHash('md5').update(`${md5} ${encrypted}${express}`).digest('hex');
}

/** The encryption headers of responses about an object. */
export function encryptionHeaders(attributes: ObjectAttributes): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes.headers).filter(([name]) => name.startsWith(SSE)),
  );
}

/** Compares the key of a part with that of its upload. */
export function checkPartKey(fields: RequestFields, attributes: ObjectAttributes): void {
  const expected = attributes.headers[CUSTOMER_MD5];
  const given = readCustomerKey(fields);
  if (expected === given) return;
  throw invalidRequest(
    expected === undefined
      ? 'The multipart upload initiate did not request encryption. Please resend the request without sending encryption parameters.'
      : given === undefined
        ? 'The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.'
        : 'The provided encryption parameters did not match the ones used originally.',
  );
}

/** Compares the key of a read with that of the stored object. */
export function checkReadKey(
  fields: RequestFields,
  attributes: ObjectAttributes,
  prefix = CUSTOMER,
): void {
  const expected = attributes.headers[CUSTOMER_MD5];
  const given = readCustomerKey(fields, prefix);
  if (expected === given) return;
  if (expected !== undefined && given !== undefined) throw new S3Error('AccessDenied');
  throw invalidRequest(
    expected === undefined
      ? 'The encryption parameters are not applicable to this object.'
      : 'The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.',
  );
}
