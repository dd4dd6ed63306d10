import { encryptionContextHeader, taggingHeader } from '../object/header-values.ts';
import type { ObjectHeaders } from './s3-gateway.ts';

/** How an object is stored, in the input fields that CreateMultipartUpload and PutObject share. */
export function objectInput(headers: ObjectHeaders) {
  const { sseKmsEncryptionContext: context, tagging } = headers;
  return {
    ACL: headers.acl,
    GrantFullControl: headers.grantFullControl,
    GrantRead: headers.grantRead,
    GrantReadACP: headers.grantReadAcp,
    GrantWriteACP: headers.grantWriteAcp,
    CacheControl: headers.cacheControl,
    ContentDisposition: headers.contentDisposition,
    ContentEncoding: headers.contentEncoding,
    ContentLanguage: headers.contentLanguage,
    ContentType: headers.contentType,
    Expires: headers.expires,
    Metadata: { ...headers.metadata },
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
