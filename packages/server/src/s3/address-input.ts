import type { MultipartAddress, ObjectAddress } from './s3-gateway.ts';

/** An object as inputs of the SDK name it, with what every call for it has to say. */
export function addressInput(object: ObjectAddress) {
  return {
    Bucket: object.bucket,
    Key: object.objectKey,
    RequestPayer: object.requestPayer,
    ExpectedBucketOwner: object.expectedBucketOwner,
  };
}

/** A multipart upload as inputs of the SDK name it. */
export function multipartInput(upload: MultipartAddress) {
  return { ...addressInput(upload), UploadId: upload.uploadId };
}
