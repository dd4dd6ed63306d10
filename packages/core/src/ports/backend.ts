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
 * Answers are in the order of what was asked; items fail on their own, as data. A method rejects
 * with an `UploadError` when the request as a whole failed.
 */
export interface UploadBackend {
  /** What this caller may upload, and where it will go. */
  getPolicy(signal?: AbortSignal): Promise<PolicyResponse>;
  /** Creates 1 to 100 uploads. */
  create(
    request: CreateRequest,
    signal?: AbortSignal,
  ): Promise<readonly BatchItem<CreatedUpload>[]>;
  /** Presigns at most 1,000 parts over all uploads named. */
  presign(
    request: PresignRequest,
    signal?: AbortSignal,
  ): Promise<readonly BatchItem<{ readonly parts: readonly PresignedPart[] }>[]>;
  /** Which parts of one upload S3 holds, or the object when it is there already. */
  listParts(token: string, signal?: AbortSignal): Promise<ListPartsResponse>;
  /** Completes 1 to 100 uploads; completing again answers the same object. */
  complete(
    uploads: readonly UploadToComplete[],
    signal?: AbortSignal,
  ): Promise<readonly BatchItem<{ readonly object: CompletedObject }>[]>;
  /** Aborts 1 to 100 uploads; what is gone already counts as aborted. */
  abort(
    uploads: readonly { readonly token: string }[],
    signal?: AbortSignal,
  ): Promise<AbortResponse['uploads']>;
}
