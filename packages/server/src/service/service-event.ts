import type { UploadErrorCode } from '@slipway/protocol';
import type { UploadClaims } from '../token/upload-claims.ts';

/**
 * Something that the service did. Contains no token, URL or upload ID, so it is safe to log. Switch on `type`, and
 * ignore unknown types, because later versions can add some.
 */
export type ServiceEvent =
  /** `partCount` is the number of parts in the plan. */
  | UploadEvent<'upload-created', { readonly partCount: number }>
  /** The caller resumed the upload without its token, by a lookup on S3. */
  | UploadEvent<'upload-resumed'>
  /** `partCount` is the number of new URLs. */
  | UploadEvent<'parts-presigned', { readonly partCount: number }>
  /** S3 has the object, and the owner accepted it. Emitted once, even if the browser repeats its request. */
  | UploadEvent<'upload-completed'>
  /** The object was refused and is deleted. */
  | UploadEvent<'upload-refused', { readonly code: UploadErrorCode }>
  /** The browser canceled the upload, or complete gave up because of `code`. */
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

/** A request was answered. Includes refused requests, and requests that match no route. */
export interface RequestAnswered {
  readonly type: 'request-answered';
  readonly requestId: string;
  /** For example `POST /uploads`, never text from the caller. `undefined` if no route matches. */
  readonly route: string | undefined;
  /** HTTP status, or `0` if the caller disconnected before the response. */
  readonly status: number;
  /** The code of the failure, or one code per failed item of a batch. Empty if all succeeded. */
  readonly codes: readonly UploadErrorCode[];
  /** Milliseconds from the arrival of the request's head to its response. */
  readonly durationMs: number;
}

/** Called for every event. If it throws or rejects, the error is reported and no upload is affected. */
export type ServiceObserver = (event: ServiceEvent) => unknown;

/** The facts about an upload that events contain. */
export function publicFacts({ subject, tenant, objectKey, size }: UploadClaims) {
  return { subject, tenant, objectKey, size };
}
