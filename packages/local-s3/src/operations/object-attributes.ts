import { DIRECTORY_BUCKET } from '../bucket-name.ts';
import type { RequestFields } from '../http/request-fields.ts';
import { invalidArgument, S3Error } from '../s3-error.ts';
import type { BucketRecord, ObjectAttributes } from '../storage/records.ts';
import type { Call } from './call.ts';
import { readEncryption } from './encryption.ts';
import { readGrants } from './grants.ts';
import { checkLockAllowed, readLock } from './object-lock.ts';
import { readTaggingHeader } from './tags.ts';

const MAX_METADATA_BYTES = 2048;
const METADATA_PREFIX = 'x-amz-meta-';
const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
const STORAGE_CLASSES = new Set(
  `STANDARD REDUCED_REDUNDANCY STANDARD_IA ONEZONE_IA INTELLIGENT_TIERING GLACIER DEEP_ARCHIVE
  OUTPOSTS GLACIER_IR SNOW EXPRESS_ONEZONE FSX_OPENZFS FSX_ONTAP`.split(/\s+/),
);

/** Reads all attributes of an object from a request. */
export function readObjectAttributes(
  fields: RequestFields,
  { settings, bucket: { record: bucket } }: Pick<Call, 'settings' | 'bucket'>,
): ObjectAttributes {
  const { headers: encryption, context } = readEncryption(fields);
  const lock = readLock(fields, settings.now());
  const attributes = {
    headers: { ...readContentHeaders(fields, bucket), ...encryption, ...lock },
    grants: readGrants(fields),
    tags: readTaggingHeader(fields),
    ...(context !== undefined && { encryptionContext: context }),
  };
  if (Object.keys(lock).length > 0) checkLockAllowed(bucket);
  return attributes;
}

function readContentHeaders(fields: RequestFields, bucket: BucketRecord): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': fields.header('content-type') ?? 'binary/octet-stream',
  };
  for (const name of ['cache-control', 'content-disposition', 'content-language', 'expires']) {
    const value = fields.header(name);
    if (value !== undefined) headers[name] = value;
  }
  const encoding = contentEncoding(fields.header('content-encoding'));
  if (encoding !== undefined) headers['content-encoding'] = encoding;
  return { ...headers, ...readPlacement(fields, bucket), ...readMetadata(fields) };
}

/** `aws-chunked` encodes the transfer, not the object. */
function contentEncoding(value: string | undefined): string | undefined {
  const codings = value?.split(',').map((coding) => coding.trim());
  const kept = codings?.filter((coding) => coding !== 'aws-chunked' && coding !== '').join(',');
  return kept === '' ? undefined : kept;
}

function readPlacement(fields: RequestFields, bucket: BucketRecord): Record<string, string> {
  const placement: Record<string, string> = {};
  const usual = DIRECTORY_BUCKET.test(bucket.name) ? 'EXPRESS_ONEZONE' : 'STANDARD';
  const storageClass = fields.amzHeader('x-amz-storage-class') ?? usual;
  if (!STORAGE_CLASSES.has(storageClass)) throw new S3Error('InvalidStorageClass');
  // S3 does not return the default class.
  if (storageClass !== 'STANDARD') placement['x-amz-storage-class'] = storageClass;
  const redirect = fields.amzHeader('x-amz-website-redirect-location');
  if (redirect !== undefined) {
    if (!/^(?:\/|https?:\/\/)/.test(redirect) || redirect.length > 2048) {
      throw new S3Error('InvalidRedirectLocation');
    }
    placement['x-amz-website-redirect-location'] = redirect;
  }
  return placement;
}

function readMetadata(fields: RequestFields): Record<string, string> {
  const metadata: Record<string, string> = {};
  let size = 0;
  for (const name of fields.fieldNames()) {
    if (!name.startsWith(METADATA_PREFIX)) continue;
    // Names in a query or a form can contain characters that header names cannot.
    if (!TOKEN.test(name)) {
      throw invalidArgument(name);
    }
    const value = fields.amzHeader(name) ?? '';
    size += name.length - METADATA_PREFIX.length + value.length;
    metadata[name] = value;
  }
  if (size > MAX_METADATA_BYTES) {
    const details = { Size: size, MaxSizeAllowed: MAX_METADATA_BYTES };
    throw new S3Error('MetadataTooLarge', undefined, details);
  }
  return metadata;
}
