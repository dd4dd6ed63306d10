import type { CompletedObject, FileFacts, Integrity, UploadErrorCode } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import type { CreatedMultipart } from '../s3/s3-gateway.ts';
import type { UploadClaims } from '../token/upload-claims.ts';

/** One upload, as the owner's hooks see it. */
export interface HookedUpload {
  /** Unique for the upload, and the same in all of its hooks. The object's metadata has it too. */
  readonly id: string;
  /** The ID of the request in its response and in the log. */
  readonly requestId: string;
  /** What `authorize` returned for this request. */
  readonly principal: Principal;
  /** As the browser reported it, so do not trust it. Of a longer name, only the last 255 characters. */
  readonly file: FileFacts;
  readonly bucket: string;
  readonly objectKey: string;
  /** The MIME type that S3 stores. */
  readonly contentType: string;
  /** Bytes. */
  readonly partSize: number;
  readonly partCount: number;
  readonly integrity: Integrity;
}

/** An upload that has just been created. */
export interface HookedCreation extends HookedUpload {
  /** The browser's metadata, limited to the names it may set, merged with the owner's. */
  readonly metadata: Readonly<Record<string, string>>;
  /**
   * S3's response to CreateMultipartUpload. `undefined` for a small file, which the browser PUTs later, and for a
   * repeated call.
   */
  readonly multipart: CreatedMultipart | undefined;
}

/** An upload whose object is complete and proven. */
export interface HookedCompletion extends HookedUpload {
  readonly object: CompletedObject;
}

/** An upload that ended without an object. */
export interface HookedAbort extends HookedUpload {
  /**
   * `canceled`: by the browser. Otherwise why complete gave the upload up, such as `name-taken`, `type-not-allowed` or
   * `file-too-large`. Objects that `onCompleted` refused are not reported again.
   */
  readonly reason: 'canceled' | UploadErrorCode;
}

/** The owner's hooks. The service waits for each. */
export interface UploadHooks {
  /**
   * Called for each upload before its browser learns of it. If it throws, the upload is rolled back, and the browser gets
   * an `UploadError` that it threw. If the caller resumes the upload on another device, it is called again only if it is
   * unknown whether it ran: the process died during the call, or the store lost its data.
   */
  readonly onCreated?: ((upload: HookedCreation) => unknown) | undefined;
  /**
   * Called once for each upload, after S3 has proven its object and before the browser learns of it. If it throws an
   * `UploadError` with a code that is not retryable, the object is refused: it is deleted, and the browser gets the error,
   * also for repeated requests. Anything else that it throws decides nothing: the object stays, the browser retries, and
   * the hook is called again.
   *
   * Concurrent requests wait for its result, across replicas if they share {@link UploadServiceOptions.store}. It can run
   * twice in two cases, so make it idempotent: if the process died during the call, and if the store lost its data and
   * the browser repeats its request.
   */
  readonly onCompleted?: ((upload: HookedCompletion) => unknown) | undefined;
  /**
   * Called once for each upload that ends without an object. What it throws goes to {@link UploadServiceOptions.onError}
   * and changes nothing. It is not called for abandoned uploads, because S3's lifecycle rules abort them without the
   * backend.
   */
  readonly onAborted?: ((upload: HookedAbort) => unknown) | undefined;
}

const KEPT_CHARACTERS = 255;

/** The part of the file's facts that tokens keep for hooks and policies: of a long name, the end with the extension. */
export function fileToKeep({ name, type }: FileFacts): UploadClaims['file'] {
  return { name: name.slice(-KEPT_CHARACTERS), type: type.slice(0, KEPT_CHARACTERS) };
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
    partSize,
    partCount,
    integrity,
  };
}
