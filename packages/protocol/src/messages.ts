import type { Integrity } from './integrity.ts';
import type { PartPlan } from './part-plan.ts';
import type { UploadPolicy } from './policy.ts';
import type { ErrorBody } from './upload-error.ts';

/**
 * One item of a batched answer, in the order of the request. Items succeed and fail on their own; a
 * malformed one fails with `invalid-request`, and its message names the field. Where
 * all fail with one code, the answer has that code's status and is an {@link ErrorResponse} as well:
 * the items are beside its `error`.
 */
export type BatchItem<T> = T | { readonly error: ErrorBody };

/** Answer of `GET /policy`. */
export interface PolicyResponse extends UploadPolicy {
  /**
   * Origins that presigned URLs have (`https://media.s3.eu-central-1.amazonaws.com`): a browser can have its
   * connections there open before the first upload. @defaultValue nothing is connected to ahead
   */
  readonly storageOrigins?: readonly string[] | undefined;
}

/** A part that a presigned URL is wanted for. A single PUT is part 1. */
export interface PartToPresign {
  readonly partNumber: number;
  /** Base64 of the part's checksum in the upload's {@link Integrity}; required unless that is `none`. */
  readonly checksum?: string | undefined;
}

/** Where and how to send one part: by PUT with {@link headers}, or by POST with {@link fields}. */
export interface PresignedPart {
  readonly partNumber: number;
  readonly url: string;
  /**
   * Signed headers that the browser has to send as they are; empty for a POST. `Content-Length` is
   * signed too, and set by the browser.
   */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Absent: PUT the bytes to `url`. Present: POST a `multipart/form-data` body to `url`, these fields
   * first, in this order and exactly as they are, then the bytes as the last field, named `file`. Sent
   * without a header of its own and without upload listeners, such a request costs no CORS preflight.
   * The answer is 204 without a body; its ETag is a header as that of a PUT, which Ceph leaves out.
   *
   * Only a part of a request that {@link CreateRequest.accepts} forms has them. A store that answers a
   * form with 405 or 501 has no forms: asking again without `accepts` gets a PUT.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
   */
  readonly fields?: Readonly<Record<string, string>> | undefined;
  /**
   * Whether the bucket takes the request with cookies as well. Browsers keep connections of their own for such
   * requests: half of them sent so makes twelve of six. @defaultValue false
   */
  readonly credentialsAllowed?: boolean | undefined;
  /**
   * Whether the URL is of another than the bucket's first address, which is to be tried before much is sent there.
   * Only in answers to requests that {@link CreateRequest.accepts} `other-hosts`. @defaultValue false
   */
  readonly otherHost?: boolean | undefined;
  /** How long the URL can be used from the moment of the answer, in seconds. */
  readonly expiresInSeconds: number;
}

/**
 * How a browser can send a part, besides a PUT to the bucket's first address: `post` is
 * {@link PresignedPart.fields}, a form; `other-hosts` lets the server spread URLs over all addresses of the
 * bucket that it was told.
 */
export type AcceptedMethod = 'post' | 'other-hosts';

/** One file of `POST /uploads`. */
export interface FileToCreate {
  /** Name as the user knows it; the server makes a safe key out of it. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** MIME type as the browser sees it, `''` when unknown. */
  readonly type: string;
  /** Part size of the browser's plan, in bytes; the server checks it. @see planParts */
  readonly partSize: number;
  /** How the parts will be protected. @defaultValue the policy's */
  readonly integrity?: Integrity | undefined;
  /** Parts to presign in the same round trip. */
  readonly parts?: readonly PartToPresign[] | undefined;
  /** User metadata; only names the owner allows are accepted. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /**
   * Names the file's contents, the same on every device: up to 1,024 characters of the browser's choice.
   * With it, and where the server resumes on any device, the same caller gets an unfinished upload of
   * this file back ({@link CreatedUpload.resumed}). Of no use for a file of one part.
   */
  readonly fingerprint?: string | undefined;
}

/** Body of `POST /uploads`: 1 to 100 files. */
export interface CreateRequest {
  readonly files: readonly FileToCreate[];
  /** What the browser can send besides a PUT. @defaultValue nothing: every part is a PUT */
  readonly accepts?: readonly AcceptedMethod[] | undefined;
}

/** A created upload. The token carries the whole authority; the browser can't read it. */
export interface CreatedUpload {
  readonly token: string;
  readonly objectKey: string;
  readonly plan: PartPlan;
  readonly integrity: Integrity;
  /** The parts asked for; none when the upload was begun with other parts than these. */
  readonly parts: readonly PresignedPart[];
  /**
   * Absent: the upload is new. Present: the same caller began it earlier, maybe on another device, and
   * S3 holds these parts of it. {@link plan} is that of the beginning: it may differ from what was
   * proposed. Compare the parts' checksums with the file before trusting them: the fingerprint was the
   * browser's.
   */
  readonly resumed?: { readonly parts: readonly StoredPart[] } | undefined;
}

/** Answer of `POST /uploads`. */
export interface CreateResponse {
  readonly uploads: readonly BatchItem<CreatedUpload>[];
}

/** Body of `POST /uploads/presign`: at most 1,000 parts over all uploads. */
export interface PresignRequest {
  readonly uploads: readonly {
    readonly token: string;
    readonly parts: readonly PartToPresign[];
  }[];
  /** What the browser can send besides a PUT. @defaultValue nothing: every part is a PUT */
  readonly accepts?: readonly AcceptedMethod[] | undefined;
}

/** Answer of `POST /uploads/presign`. */
export interface PresignResponse {
  readonly uploads: readonly BatchItem<{ readonly parts: readonly PresignedPart[] }>[];
}

/** A part that S3 holds. */
export interface StoredPart {
  readonly partNumber: number;
  /** Bytes. */
  readonly size: number;
  /** Opaque, with its quotes. */
  readonly etag: string;
  /** Base64, where the store keeps one. */
  readonly checksum?: string | undefined;
}

/** A finished object, proven by the server to be this upload's. */
export interface CompletedObject {
  readonly objectKey: string;
  /** Bytes. */
  readonly size: number;
  /** Opaque, with its quotes. */
  readonly etag: string;
  readonly contentType: string;
  /** Base64 of the object's checksum, where the store keeps one. */
  readonly checksum?: string | undefined;
}

/** Body of `POST /uploads/parts`. */
export interface ListPartsRequest {
  readonly token: string;
}

/** Answer of `POST /uploads/parts`: all pages, in the order of their numbers. */
export type ListPartsResponse =
  | { readonly status: 'unfinished'; readonly parts: readonly StoredPart[] }
  | { readonly status: 'completed'; readonly object: CompletedObject };

/** One upload of `POST /uploads/complete`. */
export interface UploadToComplete {
  readonly token: string;
  /**
   * ETags as the browser read them; the server compares them with S3's. Left out by a browser that
   * could not read ETags.
   */
  readonly etags?: readonly { readonly partNumber: number; readonly etag: string }[] | undefined;
  /** Base64 of the whole file's checksum, for full-object integrity modes. */
  readonly checksum?: string | undefined;
}

/** Body of `POST /uploads/complete`. */
export interface CompleteRequest {
  readonly uploads: readonly UploadToComplete[];
}

/** Answer of `POST /uploads/complete`. */
export interface CompleteResponse {
  readonly uploads: readonly BatchItem<{ readonly object: CompletedObject }>[];
}

/** Body of `POST /uploads/abort`. */
export interface AbortRequest {
  readonly uploads: readonly { readonly token: string }[];
}

/** Answer of `POST /uploads/abort`. Aborting what is gone already succeeds. */
export interface AbortResponse {
  readonly uploads: readonly BatchItem<{ readonly aborted: true }>[];
}

/** Body of every answer that is not a 2xx. */
export interface ErrorResponse {
  readonly error: ErrorBody;
}
