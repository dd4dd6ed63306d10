import type { CompletedObject, FileFacts, Integrity, UploadErrorCode } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import type { CreatedMultipart } from '../s3/s3-gateway.ts';
import type { UploadClaims } from '../token/upload-claims.ts';

/** One upload, as the owner's hooks are told of it. */
export interface HookedUpload {
  /** The same in all hooks of one upload, and no other upload's. Kept as metadata of the object. */
  readonly id: string;
  /** Names the request in its answer and in the log. */
  readonly requestId: string;
  /** What `authorize` returned for this request. */
  readonly principal: Principal;
  /** As the browser reported it, not to be trusted; of a longer name only the last 255 characters. */
  readonly file: FileFacts;
  readonly bucket: string;
  readonly objectKey: string;
  /** What the object is stored as. */
  readonly contentType: string;
  /** Bytes. */
  readonly partSize: number;
  readonly partCount: number;
  readonly integrity: Integrity;
}

/** An upload that has just been created. */
export interface HookedCreation extends HookedUpload {
  /** What the browser sent of the metadata that it may set, with the owner's. */
  readonly metadata: Readonly<Record<string, string>>;
  /**
   * What S3 answered to CreateMultipartUpload; `undefined` for a small file, which is only PUT later,
   * and where an upload is told of again.
   */
  readonly multipart: CreatedMultipart | undefined;
}

/** An upload whose object is whole, and proven to be. */
export interface HookedCompletion extends HookedUpload {
  readonly object: CompletedObject;
}

/** An upload that is over without an object. */
export interface HookedAbort extends HookedUpload {
  /**
   * `canceled` by the browser; else why the server gave it up at Complete: as `name-taken`,
   * `type-not-allowed`, `file-too-large`. What `onCompleted` refused is not told again.
   */
  readonly reason: 'canceled' | UploadErrorCode;
}

/** What the owner does when uploads begin and end. Each is waited for. */
export interface UploadHooks {
  /**
   * Called for each upload before its browser learns of it. What it throws takes the upload back, and
   * an `UploadError` is what the browser is told. An upload that its caller resumes on another device
   * is told of again only when nobody knows whether it was: the process died at it, or the store forgot.
   */
  readonly onCreated?: ((upload: HookedCreation) => unknown) | undefined;
  /**
   * Called once for each upload, when S3 has proven its object and before the browser is told. An
   * `UploadError` of a code that is not retryable refuses the object: it is deleted, and the browser
   * hears the error, also when it asks again. Anything else that is thrown decides nothing: the object
   * stays, the browser is asked to try again, and so the hook is called again.
   *
   * Whoever asks meanwhile waits for its outcome, across replicas with a shared
   * {@link UploadServiceOptions.store}. It is called a second time only when the process died in it, or
   * when the store lost its memory and the browser asks once more: let it bear that.
   */
  readonly onCompleted?: ((upload: HookedCompletion) => unknown) | undefined;
  /**
   * Called once for each upload that ends without an object. What it throws goes to
   * {@link UploadServiceOptions.onError} and changes nothing. Uploads that nobody ever ends are
   * not told of: lifecycle rules abort them behind the backend's back.
   */
  readonly onAborted?: ((upload: HookedAbort) => unknown) | undefined;
}

const KEPT_CHARACTERS = 255;

/** What tokens keep of the file for hooks and policies: of a long name the end, with the extension. */
export function fileToKeep({ name, type }: FileFacts): UploadClaims['file'] {
  return { name: name.slice(-KEPT_CHARACTERS), type: type.slice(0, KEPT_CHARACTERS) };
}

/** What all hooks are told. */
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
