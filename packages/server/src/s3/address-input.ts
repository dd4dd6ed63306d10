import type { BucketAddress, MultipartAddress, ObjectAddress } from './s3-gateway.ts';

/** A bucket in the SDK's input fields, with the fields that every call for it needs. */
export function bucketInput(address: BucketAddress) {
  return {
    Bucket: address.bucket,
    RequestPayer: address.requestPayer,
    ExpectedBucketOwner: address.expectedBucketOwner,
  };
}

/** An object in the SDK's input fields. */
export function addressInput(object: ObjectAddress) {
  return { ...bucketInput(object), Key: object.objectKey };
}

/** A multipart upload in the SDK's input fields. */
export function multipartInput(upload: MultipartAddress) {
  return { ...addressInput(upload), UploadId: upload.uploadId };
}
