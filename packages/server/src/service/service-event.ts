import type { UploadErrorCode } from '@slipway/protocol';
import type { UploadClaims } from '../token/upload-claims.ts';

/**
 * What the service did, told after it is done. Safe to log and to count: no token, no URL, no upload ID.
 * Switch on `type`, and pass over types you don't know: more may come.
 */
export type ServiceEvent =
  /** `partCount` is the plan's. */
  | UploadEvent<'upload-created', { readonly partCount: number }>
  /** The caller goes on with it, from S3's own listing and without its token. */
  | UploadEvent<'upload-resumed'>
  /** `partCount` is how many URLs were made, with create or later. */
  | UploadEvent<'parts-presigned', { readonly partCount: number }>
  /** The object is there, proven and accepted. Told once, however often the browser asks. */
  | UploadEvent<'upload-completed'>
  /** The object was not wanted, and is deleted. */
  | UploadEvent<'upload-refused', { readonly code: UploadErrorCode }>
  /** Canceled by the browser, or given up at Complete because of `code`. */
  | UploadEvent<'upload-aborted', { readonly code?: UploadErrorCode | undefined }>
  | RequestAnswered;

/** One upload went on. */
export type UploadEvent<Type extends string, Details = unknown> = Details & {
  readonly type: Type;
  /** The same as in the answer and in the log. */
  readonly requestId: string;
  readonly subject: string;
  readonly tenant?: string | undefined;
  readonly objectKey: string;
  /** Bytes of the whole file. */
  readonly size: number;
};

/** Every request has one, also those that `authorize` turned away or that no route has. */
export interface RequestAnswered {
  readonly type: 'request-answered';
  readonly requestId: string;
  /** As `POST /uploads`, and nothing that a caller could choose; `undefined` when there is no such route. */
  readonly route: string | undefined;
  /** HTTP status; `0` when the caller left before there was an answer. */
  readonly status: number;
  /** Why the request failed, or why items of its batch did, one for each; empty when all went well. */
  readonly codes: readonly UploadErrorCode[];
  /** From the arrival of the request's head to its answer. */
  readonly durationMs: number;
}

/** Told of everything that happens. What it throws or rejects with is reported, and harms no upload. */
export type ServiceObserver = (event: ServiceEvent) => unknown;

/** What events say of an upload. */
export function publicFacts({ subject, tenant, objectKey, size }: UploadClaims) {
  return { subject, tenant, objectKey, size };
}
