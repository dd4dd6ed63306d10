import { CHECKSUMS } from '@slipway/protocol';
import { encryptionContextHeader } from '../object/header-values.ts';
import { toHeaderText } from '../object/metadata.ts';
import type { ObjectAddress, PutToSign } from './s3-gateway.ts';

/** S3 allows 20,000 bytes before the file. This limit leaves room for the policy and boundaries. */
const MAX_FIELD_BYTES = 5_000;

/**
 * The fields of a form that stores what a PUT would store, in order. `undefined` if the object needs a PUT. S3
 * documents no form fields for grants, languages, locks, requester and owner, and it takes tags only as XML. An
 * object with a customer's key always gets a PUT. Policies and keys give `$` and the backslash a special meaning.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
 */
export function formFields(
  { objectKey, requestPayer, expectedBucketOwner, sseCustomerKey }: ObjectAddress,
  put: PutToSign,
): Readonly<Record<string, string>> | undefined {
  const { sseKmsEncryptionContext: context, ...headers } = put;
  const withoutField = [
    requestPayer,
    expectedBucketOwner,
    sseCustomerKey,
    headers.grantFullControl,
    headers.grantRead,
    headers.grantReadAcp,
    headers.grantWriteAcp,
    headers.contentLanguage,
    headers.tagging,
    headers.objectLockMode,
    headers.objectLockRetainUntilDate,
    headers.objectLockLegalHoldStatus,
  ];
  if (withoutField.some((value) => value !== undefined)) return undefined;
  const checksum = checksumFormFields(put);
  if (!checksum) return undefined;
  const named: Record<string, string | undefined> = {
    key: objectKey,
    'Content-Type': headers.contentType,
    'Content-Disposition': headers.contentDisposition,
    'Content-Encoding': headers.contentEncoding,
    'Cache-Control': headers.cacheControl,
    Expires: headers.expires?.toUTCString(),
    acl: headers.acl,
    'x-amz-storage-class': headers.storageClass,
    'x-amz-website-redirect-location': headers.websiteRedirectLocation,
    'x-amz-server-side-encryption': headers.serverSideEncryption,
    'x-amz-server-side-encryption-aws-kms-key-id': headers.sseKmsKeyId,
    'x-amz-server-side-encryption-context': context && encryptionContextHeader(context),
    'x-amz-server-side-encryption-bucket-key-enabled': headers.bucketKeyEnabled?.toString(),
    ...Object.fromEntries(
      Object.entries(toHeaderText(headers.metadata)).map(([name, value]) => [
        `x-amz-meta-${name}`,
        value,
      ]),
    ),
    ...checksum,
  };
  const fields = Object.entries(named).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  if (fields.some(([, value]) => /[$\\]/.test(value))) return undefined;
  const bytes = fields.reduce((sum, pair) => sum + Buffer.byteLength(pair.join('')), 0);
  return bytes > MAX_FIELD_BYTES ? undefined : Object.fromEntries(fields);
}

/** `undefined` unless the checksum makes it impossible to send the form again with other bytes. */
function checksumFormFields({
  integrity,
  checksum,
}: PutToSign): Readonly<Record<string, string>> | undefined {
  const facts = CHECKSUMS[integrity];
  if (!facts?.inForms || checksum === undefined) return undefined;
  return {
    'x-amz-checksum-algorithm': facts.kept.algorithm,
    [facts.header]: checksum,
  };
}
