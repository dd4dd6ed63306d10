import type { Integrity } from './integrity.ts';
import type { PartPlan, PartRun } from './part-plan.ts';
import type { UploadPolicy } from './policy.ts';
import type { ErrorBody } from './upload-error.ts';

/**
 * One item of a batched response, in the order of the request. Items succeed and fail on their own. A malformed item
 * fails with `invalid-request`, and its message names the field. If all items fail with one code, the response has that
 * code's status and is an {@link ErrorResponse} that also has the items.
 */
export type BatchItem<T> = T | { readonly error: ErrorBody };

/** Response of `GET /policy`. */
export interface PolicyResponse extends UploadPolicy {
  /**
   * Origins of presigned URLs (`https://media.s3.eu-central-1.amazonaws.com`). A browser can connect to them before the
   * first upload. Left out while the storage cannot name them.
   */
  readonly storageOrigins?: readonly string[] | undefined;
  /**
   * Whether all parts of a file must have one size, but the last. Some stores want that, such as Cloudflare R2. If `false`,
   * {@link FileToCreate.runs} may be used. @defaultValue true, as older servers want it
   */
  readonly equalParts?: boolean | undefined;
  /**
   * What the server does with {@link FileToCreate.relativePath}: `kept` makes it part of default keys, `told` gives it
   * only to the owner's functions and hooks. Left out by servers that do not know that field and refuse it.
   */
  readonly folders?: 'kept' | 'told' | undefined;
}

/** A part that needs a presigned URL. A single PUT is part 1. */
export interface PartToPresign {
  readonly partNumber: number;
  /** Base64 of the part's checksum in the upload's {@link Integrity}; required unless that is `none`. */
  readonly checksum?: string | undefined;
}

/** Where and how to send one part: by PUT with {@link headers}, or by POST with {@link fields}. */
export interface PresignedPart {
  /** The first part is 1. @integer from 1 */
  readonly partNumber: number;
  /** Allows one request, for a limited time. */
  readonly url: string;
  /**
   * Signed headers. Send them unchanged. Empty for a POST. `Content-Length` is signed too, and the browser
   * sets it.
   */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Absent: PUT the bytes to `url`. Present: POST a `multipart/form-data` body to `url`. Send these fields first,
   * unchanged and in this order, then the bytes as the last field, named `file`. Without custom headers and upload
   * listeners, such a request costs no CORS preflight. The store answers 204 without a body. It sends the ETag as a
   * header, as for a PUT, but Ceph leaves it out.
   *
   * Only a request that {@link CreateRequest.accepts} forms gets them. A store that answers a form with 405 or 501 has
   * no forms: repeat the request without `accepts` to get a PUT.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
   */
  readonly fields?: Readonly<Record<string, string>> | undefined;
  /**
   * Whether the bucket also accepts the request with cookies. Browsers use separate connections for such requests, so
   * sending half of the requests with cookies doubles six connections to twelve. @defaultValue false
   */
  readonly credentialsAllowed?: boolean | undefined;
  /**
   * Whether the URL has another host than the bucket's first address. Try that host with one request before relying on
   * it. Only in responses to requests that {@link CreateRequest.accepts} `other-hosts`. @defaultValue false
   */
  readonly otherHost?: boolean | undefined;
  /** How long the URL is valid, in seconds from the response. */
  readonly expiresInSeconds: number;
}

/**
 * How a browser can send a part, apart from a PUT to the bucket's first address. `post` is a form, see
 * {@link PresignedPart.fields}. With `other-hosts` the server spreads the URLs over all addresses of the
 * bucket that it is configured with.
 */
export type AcceptedMethod = 'post' | 'other-hosts';

/** One file of `POST /uploads`. */
export interface FileToCreate {
  /** The name that the user sees. The server makes a safe key from it. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** MIME type as the browser reports it, `''` when unknown. */
  readonly type: string;
  /**
   * Path from the folder that the user dropped or browsed to the file, with slashes. At most
   * 1,024 bytes of UTF-8, neither absolute nor with a segment `..`. The server makes each segment safe and
   * replaces the last one by the file's name. Send it only if {@link PolicyResponse.folders} is set.
   */
  readonly relativePath?: string | undefined;
  /** Size of the largest part of the browser's plan, in bytes. The server checks it. @see planParts */
  readonly partSize: number;
  /**
   * The sizes of all parts of the browser's plan, if they differ. Only for a policy whose
   * {@link PolicyResponse.equalParts} is `false` and that has no `partSize`. @defaultValue all parts have `partSize` bytes
   */
  readonly runs?: readonly PartRun[] | undefined;
  /** How the parts are protected. @defaultValue the policy's mode */
  readonly integrity?: Integrity | undefined;
  /** Parts to presign in the same round trip. */
  readonly parts?: readonly PartToPresign[] | undefined;
  /** User metadata. The server accepts only the names that its owner allows. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /**
   * Identifies the file's contents, the same on every device: up to 1,024 characters of the browser's choice.
   * If the server resumes on any device, it uses this to find the caller's unfinished upload of the file
   * ({@link CreatedUpload.resumed}). Ignored for a file of one part.
   */
  readonly fingerprint?: string | undefined;
}

/** Body of `POST /uploads`: 1 to 100 files. */
export interface CreateRequest {
  readonly files: readonly FileToCreate[];
  /** What the browser can send apart from a PUT. @defaultValue nothing: every part is a PUT */
  readonly accepts?: readonly AcceptedMethod[] | undefined;
}

/** A created upload. */
export interface CreatedUpload {
  /** The sealed permission to work on the upload, for this caller only. The browser can't read it. */
  readonly token: string;
  readonly objectKey: string;
  /** How to split the file. */
  readonly plan: PartPlan;
  /** How the parts are protected. */
  readonly integrity: Integrity;
  /** The requested parts. None if a resumed upload has another plan than the request. */
  readonly parts: readonly PresignedPart[];
  /**
   * Absent: the upload is new. Present: the same caller created it earlier, maybe on another device, and S3 has these
   * parts. {@link plan} is the plan of that first create, and can differ from the request. The browser chose the
   * fingerprint, so compare the parts' checksums with the file before you trust them.
   */
  readonly resumed?: { readonly parts: readonly StoredPart[] } | undefined;
}

/** Response of `POST /uploads`. */
export interface CreateResponse {
  readonly uploads: readonly BatchItem<CreatedUpload>[];
}

/** Body of `POST /uploads/presign`: at most 1,000 parts over all uploads. */
export interface PresignRequest {
  readonly uploads: readonly {
    readonly token: string;
    readonly parts: readonly PartToPresign[];
  }[];
  /** What the browser can send apart from a PUT. @defaultValue nothing: every part is a PUT */
  readonly accepts?: readonly AcceptedMethod[] | undefined;
}

/** Response of `POST /uploads/presign`. */
export interface PresignResponse {
  readonly uploads: readonly BatchItem<{ readonly parts: readonly PresignedPart[] }>[];
}

/** A part that S3 has. */
export interface StoredPart {
  /** The first part is 1. @integer from 1 */
  readonly partNumber: number;
  /** Bytes. @integer from 0 */
  readonly size: number;
  /** S3's opaque tag for the part, with its quotes. */
  readonly etag: string;
  /** Base64. Left out if the store keeps none. */
  readonly checksum?: string | undefined;
}

/** A completed object. The server has proven that it belongs to this upload. */
export interface CompletedObject {
  readonly objectKey: string;
  /** Bytes. @integer from 0 */
  readonly size: number;
  /** S3's opaque tag for the object, with its quotes. */
  readonly etag: string;
  /** MIME type that S3 stores. */
  readonly contentType: string;
  /** The object's checksum in base64. Left out if the store keeps none. */
  readonly checksum?: string | undefined;
  /** The object's version. Left out if the bucket keeps no versions. */
  readonly versionId?: string | undefined;
}

/** Body of `POST /uploads/parts`. */
export interface ListPartsRequest {
  readonly token: string;
}

/** Response of `POST /uploads/parts`: all parts that S3 has, by number, or the completed object. */
export type ListPartsResponse =
  | { readonly status: 'unfinished'; readonly parts: readonly StoredPart[] }
  | { readonly status: 'completed'; readonly object: CompletedObject };

/** One upload of `POST /uploads/complete`. */
export interface UploadToComplete {
  readonly token: string;
  /**
   * The ETags that the browser read. The server compares them with those of S3. A browser that could not
   * read ETags leaves them out.
   */
  readonly etags?: readonly { readonly partNumber: number; readonly etag: string }[] | undefined;
  /** Base64 of the whole file's checksum, for full-object integrity modes. */
  readonly checksum?: string | undefined;
}

/** Body of `POST /uploads/complete`. */
export interface CompleteRequest {
  readonly uploads: readonly UploadToComplete[];
}

/** Response of `POST /uploads/complete`. */
export interface CompleteResponse {
  readonly uploads: readonly BatchItem<{ readonly object: CompletedObject }>[];
}

/** Body of `POST /uploads/abort`. */
export interface AbortRequest {
  readonly uploads: readonly { readonly token: string }[];
}

/** Response of `POST /uploads/abort`. Aborting an upload that is gone succeeds. */
export interface AbortResponse {
  readonly uploads: readonly BatchItem<{ readonly aborted: true }>[];
}

/** Body of every response that is not a 2xx. */
export interface ErrorResponse {
  readonly error: ErrorBody;
  /** The items of a batch of uploads whose items all failed with one code; `error` is the first item's. */
  readonly uploads?: readonly { readonly error: ErrorBody }[] | undefined;
}
