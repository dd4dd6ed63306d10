import { encryptionContextHeader, taggingHeader } from '../object/header-values.ts';
import { toHeaderText } from '../object/metadata.ts';
import type { StoredAs } from '../object/object-options.ts';
import type { ObjectHeaders } from './s3-gateway.ts';

/** How an object is stored, in the input fields that CreateMultipartUpload and PutObject share. */
export function objectInput(headers: ObjectHeaders) {
  return {
    ...storedInput(headers),
    ContentDisposition: headers.contentDisposition,
    ContentType: headers.contentType,
    Metadata: toHeaderText(headers.metadata),
  };
}

/** The fields of {@link objectInput} that objects usually have in common. */
export function storedInput(headers: StoredAs) {
  const { sseKmsEncryptionContext: context, tagging } = headers;
  return {
    ACL: headers.acl,
    GrantFullControl: headers.grantFullControl,
    GrantRead: headers.grantRead,
    GrantReadACP: headers.grantReadAcp,
    GrantWriteACP: headers.grantWriteAcp,
    CacheControl: headers.cacheControl,
    ContentEncoding: headers.contentEncoding,
    ContentLanguage: headers.contentLanguage,
    Expires: headers.expires,
    ServerSideEncryption: headers.serverSideEncryption,
    SSEKMSKeyId: headers.sseKmsKeyId,
    SSEKMSEncryptionContext: context && encryptionContextHeader(context),
    BucketKeyEnabled: headers.bucketKeyEnabled,
    StorageClass: headers.storageClass,
    WebsiteRedirectLocation: headers.websiteRedirectLocation,
    Tagging: tagging && taggingHeader(tagging),
    ObjectLockMode: headers.objectLockMode,
    ObjectLockRetainUntilDate: headers.objectLockRetainUntilDate,
    ObjectLockLegalHoldStatus: headers.objectLockLegalHoldStatus,
  };
}
