import type { Integrity } from './integrity.ts';
import type { BatchItem, StoredPart } from './messages.ts';
import type { ErrorBody } from './upload-error.ts';

/** The most uploads or objects on one page of an admin route, and in one admin abort. */
export const MAX_ADMIN_PAGE = 1_000;

/** One unfinished multipart upload. Unlike browsers, admins see S3's upload ID. */
export interface UploadToAdminister {
  readonly objectKey: string;
  /** S3's own ID. Browsers never see it. */
  readonly uploadId: string;
}

/** Selects unfinished uploads. All conditions must hold. Without conditions: all uploads under the owner's prefix. */
export interface UploadFilter {
  /** The start of the keys. The routes never show keys outside the owner's prefix. */
  readonly prefix?: string | undefined;
  /** The tenant whose folder contains the key. */
  readonly owner?: string | undefined;
  /** Minimum age of the uploads. */
  readonly olderThanSeconds?: number | undefined;
}

/** Which page of a listing to return. */
export interface PageQuery {
  /** The most items in the response, up to {@link MAX_ADMIN_PAGE}. @defaultValue 100 */
  readonly limit?: number | undefined;
  /** The cursor of the previous response. Send it with the same filter. @defaultValue the first page */
  readonly cursor?: string | undefined;
}

/** Query of `GET /admin/uploads`. Numbers are digits; booleans are `true` and `false`. */
export interface ListUploadsQuery extends UploadFilter, PageQuery {
  /**
   * Whether to include {@link AdminUpload.held}. Costs one request to S3 for each upload of the page.
   *
   * @defaultValue false
   */
  readonly held?: boolean | undefined;
}

/** The parts of an unfinished upload. S3 bills them as stored bytes. */
export interface HeldParts {
  /** How many parts S3 has. @integer from 0 */
  readonly partCount: number;
  /** Bytes of these parts. @integer from 0 */
  readonly size: number;
}

/** A multipart upload that is neither completed nor aborted. */
export interface AdminUpload extends UploadToAdminister {
  /** The tenant whose folder holds the key, if the key has one. */
  readonly owner?: string | undefined;
  /** When S3 created the upload, ISO 8601. */
  readonly initiatedAt: string;
  /** Seconds since then, by the backend's clock. */
  readonly ageSeconds: number;
  /** S3's name for it, such as `STANDARD`. */
  readonly storageClass?: string | undefined;
  /** When the bucket's lifecycle rule will abort the upload, ISO 8601. Left out if no rule is known. */
  readonly keptUntil?: string | undefined;
  /** What S3 has of the upload, or why it could not be read. Only with `held=true`. */
  readonly held?: BatchItem<HeldParts> | undefined;
}

/** Response of `GET /admin/uploads`, in the order of the keys. */
export interface ListUploadsResponse {
  readonly uploads: readonly AdminUpload[];
  /**
   * Requests the next page. Left out on the last one. A page before the last can hold fewer uploads than its limit, even
   * none, because a filter by age looks at a bounded number of uploads per request.
   */
  readonly cursor?: string | undefined;
}

/** Response of `GET /admin/uploads/parts`, whose query is an {@link UploadToAdminister}. */
export interface UploadPartsResponse extends HeldParts {
  /** Bytes of the whole file. Left out if the backend does not know them. @integer from 0 */
  readonly expectedSize?: number | undefined;
  readonly parts: readonly StoredPart[];
  /** Which checksum the parts have. Left out if S3 keeps none. */
  readonly integrity?: Integrity | undefined;
  /** S3's name for it, such as `STANDARD`. */
  readonly storageClass?: string | undefined;
  /** When the bucket's lifecycle rule will abort the upload, ISO 8601. */
  readonly keptUntil?: string | undefined;
}

/** Body of `POST /admin/uploads/abort`: either chosen uploads, or the next batch of all that are old enough. */
export type AdminAbortRequest = (
  | { readonly uploads: readonly UploadToAdminister[] }
  | (UploadFilter & PageQuery & { readonly olderThanSeconds: number })
) & {
  /** Whether to report what an abort would free, without aborting anything. @defaultValue false */
  readonly dryRun?: boolean | undefined;
};

/** The result for one upload. Aborting an upload that is gone succeeds and frees nothing. */
export type AdminAbortResult = UploadToAdminister &
  (
    | { readonly freed: HeldParts; readonly error?: undefined }
    | { readonly error: ErrorBody; readonly freed?: undefined }
  );

/** Response of `POST /admin/uploads/abort`. */
export interface AdminAbortResponse {
  readonly uploads: readonly AdminAbortResult[];
  /**
   * Send it with the same filter to abort the next batch. Ages still count from the first request. Left out when all
   * uploads are done.
   */
  readonly cursor?: string | undefined;
}

/** Query of `GET /admin/objects`. Numbers are digits; booleans are `true` and `false`. */
export interface ListObjectsQuery extends Pick<UploadFilter, 'prefix' | 'owner'>, PageQuery {
  /**
   * Whether to include {@link FinishedObject.details}. Costs one request to S3 for each object of the page.
   *
   * @defaultValue false
   */
  readonly details?: boolean | undefined;
  /** Whether to include {@link FinishedObject.download}. @defaultValue false */
  readonly download?: boolean | undefined;
}

/** A checksum that S3 keeps with an object. */
export interface ObjectChecksum {
  readonly integrity: Integrity;
  /** `full-object`: over all bytes. `composite`: over the checksums of the parts. */
  readonly kind: 'full-object' | 'composite';
  /** Base64. A composite checksum ends with `-` and the number of parts. */
  readonly value: string;
}

/** What S3 stores with an object besides its bytes. */
export interface ObjectDetails {
  /** MIME type. */
  readonly contentType?: string | undefined;
  /** The header `Content-Disposition` of downloads. */
  readonly contentDisposition?: string | undefined;
  /** User metadata. The names are without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksum?: ObjectChecksum | undefined;
  /** S3's name for it, such as `AES256` or `aws:kms`. */
  readonly encryption?: string | undefined;
  /** The KMS key's ID or ARN. */
  readonly kmsKeyId?: string | undefined;
  /** `GOVERNANCE` or `COMPLIANCE`. */
  readonly lockMode?: string | undefined;
  /** When the lock ends, ISO 8601. */
  readonly lockedUntil?: string | undefined;
  /** Whether a legal hold protects the object, independent of the lock. */
  readonly legalHold?: boolean | undefined;
}

/** A URL that downloads one object. Browsers save it as a file and never show it. */
export interface PresignedDownload {
  readonly url: string;
  /** How long the URL is valid, in seconds from the response. */
  readonly expiresInSeconds: number;
}

/** An object under the owner's prefix. */
export interface FinishedObject {
  readonly objectKey: string;
  /** The tenant whose folder holds the key, if the key has one. */
  readonly owner?: string | undefined;
  /** Bytes. @integer from 0 */
  readonly size: number;
  /** S3's opaque tag for the object, with its quotes. */
  readonly etag: string;
  /** When S3 stored the object, ISO 8601. */
  readonly modifiedAt: string;
  /** S3's name for it, such as `STANDARD`. */
  readonly storageClass?: string | undefined;
  /** What S3 stores with the object, or why it could not be read. Only with `details=true`. */
  readonly details?: BatchItem<ObjectDetails> | undefined;
  /** Only with `download=true`. */
  readonly download?: PresignedDownload | undefined;
}

/** Response of `GET /admin/objects`, in the order of the keys. */
export interface ListObjectsResponse {
  readonly objects: readonly FinishedObject[];
  /** Requests the next page. Left out on the last one. */
  readonly cursor?: string | undefined;
}

/** Body of `POST /admin/objects/delete`. */
export interface DeleteObjectsRequest {
  /** At most {@link MAX_ADMIN_PAGE}. */
  readonly objects: readonly { readonly objectKey: string }[];
}

/** The result for one object. Deleting an object that is gone succeeds. */
export type DeleteObjectResult = { readonly objectKey: string } & (
  | { readonly deleted: true; readonly error?: undefined }
  | { readonly error: ErrorBody; readonly deleted?: undefined }
);

/** Response of `POST /admin/objects/delete`, in the order of the request. */
export interface DeleteObjectsResponse {
  readonly objects: readonly DeleteObjectResult[];
}

/** One setting of the backend, as admins may see it. */
export interface ConfigurationEntry {
  /** The variable's name. */
  readonly name: string;
  /** What the setting does, in Markdown. */
  readonly meaning: string;
  /** Whether it is set. Otherwise its default applies. */
  readonly isSet: boolean;
  /** Whether its value is secret. Then the backend does not even send its length. */
  readonly isSecret: boolean;
  /** Left out for secrets. If it is not set, its default, in Markdown. */
  readonly value?: string | undefined;
}

/** Response of `GET /admin/configuration`. */
export interface ConfigurationResponse {
  readonly entries: readonly ConfigurationEntry[];
}
