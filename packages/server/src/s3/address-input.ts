import type { BucketAddress, MultipartAddress, ObjectAddress } from './s3-gateway.ts';

/** A bucket as inputs of the SDK name it, with what every call for it has to say. */
export function bucketInput(address: BucketAddress) {
  return {
    Bucket: address.bucket,
    RequestPayer: address.requestPayer,
    ExpectedBucketOwner: address.expectedBucketOwner,
  };
}

/** An object as inputs of the SDK name it. */
export function addressInput(object: ObjectAddress) {
  return { ...bucketInput(object), Key: object.objectKey };
}

/** A multipart upload as inputs of the SDK name it. */
export function multipartInput(upload: MultipartAddress) {
  return { ...addressInput(upload), UploadId: upload.uploadId };
}
