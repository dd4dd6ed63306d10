import { MAX_METADATA_BYTES } from '@slipway/protocol';
import { encryptionContextHeader, taggingHeader } from './header-values.ts';
import { metadataBytes, NONCE_NAME } from './metadata.ts';
import type { ObjectOptions } from './object-options.ts';

const MAX_TAGS = 10;
const MAX_TAG_KEY_LENGTH = 128;
const MAX_TAG_VALUE_LENGTH = 256;
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
/** S3 accepts 8 KB of headers. This limit leaves room for the signature, a checksum and the nonce. */
const MAX_HEADER_BYTES = 6 * 1_024;

const OTHER_ENCRYPTION = [
  'serverSideEncryption',
  'sseKmsKeyId',
  'sseKmsEncryptionContext',
  'bucketKeyEnabled',
] as const;
const GRANTS = ['grantFullControl', 'grantRead', 'grantReadAcp', 'grantWriteAcp'] as const;
const GRANTEES = /^\s*(?:id|uri)="[^",]+"\s*(?:,\s*(?:id|uri)="[^",]+"\s*)*$/;

/**
 * Explains why S3 would refuse options that have valid shapes, or returns `undefined`. The text continues a sentence
 * that starts with `object:`.
 */
export function findObjectFault(options: ObjectOptions, nowMs: number): string | undefined {
  return (
    findGrantFault(options) ??
    findEncryptionFault(options) ??
    findTagFault(options.tagging) ??
    findLockFault(options, nowMs) ??
    findMetadataFault(options.metadata) ??
    findHeaderFault(options)
  );
}

function findGrantFault(options: ObjectOptions): string | undefined {
  for (const name of GRANTS) {
    const grantees = options[name];
    if (grantees === undefined) continue;
    if (options.acl !== undefined) return `acl and ${name} exclude each other`;
    if (/emailAddress/i.test(grantees)) {
      return `${name} names an e-mail address, which S3 no longer accepts: use id or uri`;
    }
    if (!GRANTEES.test(grantees)) return `${name} must be id="..." or uri="...", comma-separated`;
  }
  return undefined;
}

function findEncryptionFault(options: ObjectOptions): string | undefined {
  if (options.sseCustomerKey !== undefined) {
    const other = OTHER_ENCRYPTION.find((name) => options[name] !== undefined);
    return other && `sseCustomerKey and ${other} exclude each other`;
  }
  const { serverSideEncryption: method, bucketKeyEnabled } = options;
  if (method !== 'aws:kms' && method !== 'aws:kms:dsse') {
    for (const name of ['sseKmsKeyId', 'sseKmsEncryptionContext'] as const) {
      if (options[name] !== undefined) {
        return `${name} needs serverSideEncryption "aws:kms" or "aws:kms:dsse"`;
      }
    }
  }
  // Without a method the option is for buckets whose default is KMS.
  if (bucketKeyEnabled && method !== undefined && method !== 'aws:kms') {
    return `bucketKeyEnabled is for "aws:kms", not for "${method}"`;
  }
  return undefined;
}

function findTagFault(tags: ObjectOptions['tagging'] = {}): string | undefined {
  const entries = Object.entries(tags);
  if (entries.length > MAX_TAGS) return `tagging has ${entries.length} tags. S3 allows ${MAX_TAGS}`;
  for (const [key, value] of entries) {
    const name = `tagging: the tag ${JSON.stringify(key)}`;
    if (key === '' || key.length > MAX_TAG_KEY_LENGTH) {
      return `${name} has a key that is not 1 to ${MAX_TAG_KEY_LENGTH} characters long`;
    }
    if (value.length > MAX_TAG_VALUE_LENGTH) {
      return `${name} has a value of more than ${MAX_TAG_VALUE_LENGTH} characters`;
    }
    if (!TAG_TEXT.test(key) || !TAG_TEXT.test(value)) {
      return `${name} has other characters than letters, digits, spaces and _.:/=+-@`;
    }
    if (/^aws:/i.test(key)) return `${name} starts with "aws:", which is reserved`;
  }
  return undefined;
}

function findLockFault(options: ObjectOptions, nowMs: number): string | undefined {
  const { objectLockMode, objectLockRetainUntilDate } = options;
  if ((objectLockMode === undefined) !== (objectLockRetainUntilDate === undefined)) {
    return 'objectLockMode and objectLockRetainUntilDate need each other';
  }
  if (objectLockRetainUntilDate && objectLockRetainUntilDate.getTime() <= nowMs) {
    return 'objectLockRetainUntilDate must be in the future';
  }
  return undefined;
}

function findMetadataFault(metadata: ObjectOptions['metadata'] = {}): string | undefined {
  if (Object.hasOwn(metadata, NONCE_NAME)) return `metadata cannot set "${NONCE_NAME}"`;
  const bytes = metadataBytes(metadata);
  if (bytes <= MAX_METADATA_BYTES) return undefined;
  return `metadata has ${bytes} bytes. The limit is ${MAX_METADATA_BYTES}`;
}

function findHeaderFault(options: ObjectOptions): string | undefined {
  if (/(?:^|[\s,])aws-chunked(?:$|[\s,])/i.test(options.contentEncoding ?? '')) {
    return 'contentEncoding "aws-chunked" is a transfer encoding that browsers do not send';
  }
  const { tagging = {}, sseKmsEncryptionContext = {}, metadata = {} } = options;
  const bytes = Object.values(options).reduce(
    (sum, value) => sum + (typeof value === 'string' ? value.length : 0),
    metadataBytes(metadata) +
      taggingHeader(tagging).length +
      encryptionContextHeader(sseKmsEncryptionContext).length,
  );
  if (bytes <= MAX_HEADER_BYTES) return undefined;
  return `all options together have ${bytes} bytes. The limit is ${MAX_HEADER_BYTES}`;
}
