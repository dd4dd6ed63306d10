import type { UploadErrorCode } from '@slipway/protocol';
import type { UploadClaims } from '../token/upload-claims.ts';

/**
 * Something that the service has done. Safe to log and to count: no token, no URL, no upload ID. Switch on `type`, and
 * ignore types that you don't know, because later versions can add some.
 */
export type ServiceEvent =
  /** `partCount` is the number of parts in the plan. */
  | UploadEvent<'upload-created', { readonly partCount: number }>
  /** The caller resumes the upload without its token. S3's listing found it. */
  | UploadEvent<'upload-resumed'>
  /** `partCount` is the number of new URLs. */
  | UploadEvent<'parts-presigned', { readonly partCount: number }>
  /** The object is proven and accepted. Emitted once, even if the browser repeats its request. */
  | UploadEvent<'upload-completed'>
  /** The object was refused and is deleted. */
  | UploadEvent<'upload-refused', { readonly code: UploadErrorCode }>
  /** The browser canceled the upload, or complete gave it up because of `code`. */
  | UploadEvent<'upload-aborted', { readonly code?: UploadErrorCode | undefined }>
  | RequestAnswered;

/** Something happened to one upload. */
export type UploadEvent<Type extends string, Details = unknown> = Details & {
  readonly type: Type;
  /** The same as in the response and in the log. */
  readonly requestId: string;
  readonly subject: string;
  readonly tenant?: string | undefined;
  readonly objectKey: string;
  /** Bytes of the whole file. */
  readonly size: number;
};

/** A request was answered. Requests that `authorize` refused or that no route serves count too. */
export interface RequestAnswered {
  readonly type: 'request-answered';
  readonly requestId: string;
  /** Such as `POST /uploads`, never text from the caller. `undefined` if no route serves the request. */
  readonly route: string | undefined;
  /** HTTP status; `0` if the caller left before the response. */
  readonly status: number;
  /** The codes of the request's failure, or of each failed item of its batch. Empty if all succeeded. */
  readonly codes: readonly UploadErrorCode[];
  /** Milliseconds from the arrival of the request's head to its response. */
  readonly durationMs: number;
}

/** Called for every event. What it throws or rejects with is reported and affects no upload. */
export type ServiceObserver = (event: ServiceEvent) => unknown;

/** What events say about an upload. */
export function publicFacts({ subject, tenant, objectKey, size }: UploadClaims) {
  return { subject, tenant, objectKey, size };
}
