import type { CompletedObject, FileFacts, Integrity, UploadErrorCode } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import type { CreatedMultipart, ObjectAnswer } from '../s3/s3-gateway.ts';
import type { UploadClaims } from '../token/upload-claims.ts';

/** One upload, as the owner's hooks see it. */
export interface HookedUpload {
  /** The upload's unique ID, the same in all of its hooks. It is also in the object's metadata. */
  readonly id: string;
  /** The ID of the request in its response and in the log. */
  readonly requestId: string;
  /** What `authorize` returned for this request. */
  readonly principal: Principal;
  /** Reported by the browser, so do not trust it. A longer name is cut to its last 255 characters. */
  readonly file: FileFacts;
  readonly bucket: string;
  readonly objectKey: string;
  /** The MIME type that S3 stores. */
  readonly contentType: string;
  /** The browser's metadata, limited to allowed names, merged with the owner's. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Bytes. */
  readonly partSize: number;
  readonly partCount: number;
  readonly integrity: Integrity;
}

/** An upload that has just been created. */
export interface HookedCreation extends HookedUpload {
  /**
   * S3's response to CreateMultipartUpload. `undefined` for a small file, which the browser sends later, and for
   * a repeated call.
   */
  readonly multipart: CreatedMultipart | undefined;
}

/** An upload whose object is complete and proven. */
export interface HookedCompletion extends HookedUpload {
  readonly object: CompletedObject;
  /** What S3 said about the object: its version, address, expiration, encryption, and who pays. Browsers do not get it. */
  readonly answer: ObjectAnswer;
}

/** An upload that ended without an object. */
export interface HookedAbort extends HookedUpload {
  /**
   * `canceled` if the browser canceled. Otherwise why complete gave up, such as `name-taken`, `type-not-allowed` or
   * `file-too-large`. Objects that `onCompleted` refused are not reported again.
   */
  readonly reason: 'canceled' | UploadErrorCode;
}

/** The owner's hooks. The service waits for each. */
export interface UploadHooks {
  /**
   * Called for each upload before the browser learns of it. If it throws, the upload is rolled back. If it throws an
   * `UploadError`, the browser gets that error. A resume on another device calls it again only if the first call is
   * uncertain: the process died during the call, or the store lost its data.
   */
  readonly onCreated?: ((upload: HookedCreation) => unknown) | undefined;
  /**
   * Called once for each upload, after S3 has confirmed the object and before the browser learns of it. To refuse the
   * object, throw an `UploadError` with a code that is not retryable. The object is deleted, and the browser gets the
   * error, even if it repeats the request. After any other error, the object stays, the browser retries, and the hook
   * is called again.
   *
   * Concurrent requests wait for its result, across replicas if they share {@link UploadServiceOptions.store}. It can
   * run twice, so make it idempotent: the process died during it, it took longer than
   * {@link UploadServiceOptions.hookTimeoutSeconds}, the store did not answer, so that the result was not recorded, or it lost its data
   * before a repeated request.
   */
  readonly onCompleted?: ((upload: HookedCompletion) => unknown) | undefined;
  /**
   * Called once for each upload that ends without an object. Its errors go to {@link UploadServiceOptions.onError}
   * and change nothing. It is not called for abandoned uploads, because S3's lifecycle rules abort them without
   * the backend.
   */
  readonly onAborted?: ((upload: HookedAbort) => unknown) | undefined;
}

/** What all hooks get. */
export function hookedUpload(
  claims: UploadClaims,
  principal: Principal,
  requestId: string,
): HookedUpload {
  const { bucket, objectKey, contentType, partSize, partCount, integrity } = claims;
  return {
    id: claims.nonce,
    requestId,
    principal,
    file: { ...claims.file, size: claims.size },
    bucket,
    objectKey,
    contentType,
    metadata: claims.metadata ?? {},
    partSize,
    partCount,
    integrity,
  };
}
