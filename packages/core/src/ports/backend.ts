import type {
  AbortResponse,
  BatchItem,
  CompletedObject,
  CreatedUpload,
  CreateRequest,
  ListPartsResponse,
  PolicyResponse,
  PresignedPart,
  PresignRequest,
  UploadToComplete,
} from '@slipway/protocol';

/**
 * The presigning backend as the browser sees it: one method per route, batched where the route is.
 * Answers keep the order of the request. Each item of a batch succeeds or fails on its own, as data. A method rejects
 * with an `UploadError` when the whole request failed.
 */
export interface UploadBackend {
  /** What this caller may upload, and which storage it goes to. */
  getPolicy(signal?: AbortSignal): Promise<PolicyResponse>;
  /** Creates 1 to 100 uploads. */
  create(
    request: CreateRequest,
    signal?: AbortSignal,
  ): Promise<readonly BatchItem<CreatedUpload>[]>;
  /** Presigns parts of at most 100 uploads. At most 1,000 parts, counted over all uploads in the request. */
  presign(
    request: PresignRequest,
    signal?: AbortSignal,
  ): Promise<readonly BatchItem<{ readonly parts: readonly PresignedPart[] }>[]>;
  /** Lists the parts of one upload that S3 holds. Resolves with the object if the upload is completed. */
  listParts(token: string, signal?: AbortSignal): Promise<ListPartsResponse>;
  /** Completes 1 to 100 uploads. Idempotent: completing again returns the same object. */
  complete(
    uploads: readonly UploadToComplete[],
    signal?: AbortSignal,
  ): Promise<readonly BatchItem<{ readonly object: CompletedObject }>[]>;
  /** Aborts 1 to 100 uploads. An upload that no longer exists counts as aborted. */
  abort(
    uploads: readonly { readonly token: string }[],
    signal?: AbortSignal,
  ): Promise<AbortResponse['uploads']>;
}
