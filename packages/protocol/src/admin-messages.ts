import type { Integrity } from './integrity.ts';
import type { BatchItem, StoredPart } from './messages.ts';
import type { ErrorBody } from './upload-error.ts';

/** Most uploads or objects on one page of an admin route, and in one admin abort. */
export const MAX_ADMIN_PAGE = 1_000;

/** One unfinished multipart upload. Unlike browsers, admins see S3's upload ID. */
export interface UploadToAdminister {
  readonly objectKey: string;
  readonly uploadId: string;
}

/** Which unfinished uploads are meant. All conditions have to hold; none means all under the owner's prefix. */
export interface UploadFilter {
  /** What keys begin with, from their first character. Nothing outside of the owner's prefix is ever shown. */
  readonly prefix?: string | undefined;
  /** The tenant whose folder the key lies in. */
  readonly owner?: string | undefined;
  /** Only uploads that were created at least so long ago. */
  readonly olderThanSeconds?: number | undefined;
}

/** Where a listing goes on, and how much of it to answer. */
export interface PageQuery {
  /** Most items of the answer. @defaultValue 100, at most {@link MAX_ADMIN_PAGE} */
  readonly limit?: number | undefined;
  /** From the answer before, whose filter has to be sent again. @defaultValue the first page */
  readonly cursor?: string | undefined;
}

/** Query of `GET /admin/uploads`; numbers as digits, `true` and `false` spelled out. */
export interface ListUploadsQuery extends UploadFilter, PageQuery {
  /** Whether to ask how much each upload of the page holds: one more request to S3 for each. @defaultValue false */
  readonly held?: boolean | undefined;
}

/** What an unfinished upload holds, and is paid for. */
export interface HeldParts {
  readonly partCount: number;
  /** Bytes. */
  readonly size: number;
}

/** A multipart upload that is neither completed nor aborted. */
export interface AdminUpload extends UploadToAdminister {
  /** The tenant whose folder the key lies in, where the key says so. */
  readonly owner?: string | undefined;
  /** ISO 8601, as S3 has it. */
  readonly initiatedAt: string;
  readonly ageSeconds: number;
  /** As S3 spells it: `STANDARD`. */
  readonly storageClass?: string | undefined;
  /** When the bucket's lifecycle rule will abort the upload, ISO 8601; left out where no rule is known. */
  readonly keptUntil?: string | undefined;
  /** With `held=true`. */
  readonly held?: BatchItem<HeldParts> | undefined;
}

/** Answer of `GET /admin/uploads`, in the order of the keys. */
export interface ListUploadsResponse {
  readonly uploads: readonly AdminUpload[];
  /**
   * Asks for the next page; left out on the last one. A page can hold fewer uploads than its limit, even
   * none, and go on: a filter by age looks through a bounded number of uploads at a time.
   */
  readonly cursor?: string | undefined;
}

/** Answer of `GET /admin/uploads/parts`, whose query is an {@link UploadToAdminister}. */
export interface UploadPartsResponse extends HeldParts {
  /** Bytes of the whole file; left out where the backend does not know them. */
  readonly expectedSize?: number | undefined;
  readonly parts: readonly StoredPart[];
  /** Which checksum the parts have, where S3 keeps one. */
  readonly integrity?: Integrity | undefined;
  readonly storageClass?: string | undefined;
  /** When the bucket's lifecycle rule will abort the upload, ISO 8601. */
  readonly keptUntil?: string | undefined;
}

/** Body of `POST /admin/uploads/abort`: chosen uploads, or the next batch of all that are old enough. */
export type AdminAbortRequest = (
  | { readonly uploads: readonly UploadToAdminister[] }
  | (UploadFilter & PageQuery & { readonly olderThanSeconds: number })
) & {
  /** Only says what would be freed. @defaultValue false */
  readonly dryRun?: boolean | undefined;
};

/** What became of one upload. Aborting what is gone already succeeds, and frees nothing. */
export type AdminAbortResult = UploadToAdminister &
  (
    | { readonly freed: HeldParts; readonly error?: undefined }
    | { readonly error: ErrorBody; readonly freed?: undefined }
  );

/** Answer of `POST /admin/uploads/abort`. */
export interface AdminAbortResponse {
  readonly uploads: readonly AdminAbortResult[];
  /** Sent again with the same filter, does the next batch; its age counts from the first one. Left out when all is done. */
  readonly cursor?: string | undefined;
}

/** Query of `GET /admin/objects`; numbers as digits, `true` and `false` spelled out. */
export interface ListObjectsQuery extends Pick<UploadFilter, 'prefix' | 'owner'>, PageQuery {
  /** Whether to look at each object of the page: one more request to S3 for each. @defaultValue false */
  readonly details?: boolean | undefined;
  /** Whether to presign a download of each object of the page. @defaultValue false */
  readonly download?: boolean | undefined;
}

/** A checksum that S3 keeps with an object. */
export interface ObjectChecksum {
  readonly integrity: Integrity;
  /** Over all bytes, or over the checksums of the parts. */
  readonly kind: 'full-object' | 'composite';
  /** Base64; a composite one ends in `-` and the number of parts. */
  readonly value: string;
}

/** What S3 keeps with an object besides its bytes. */
export interface ObjectDetails {
  readonly contentType?: string | undefined;
  readonly contentDisposition?: string | undefined;
  /** User metadata, names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksum?: ObjectChecksum | undefined;
  /** As S3 spells it: `AES256`, `aws:kms`. */
  readonly encryption?: string | undefined;
  readonly kmsKeyId?: string | undefined;
  /** `GOVERNANCE` or `COMPLIANCE`. */
  readonly lockMode?: string | undefined;
  /** ISO 8601. */
  readonly lockedUntil?: string | undefined;
  readonly legalHold?: boolean | undefined;
}

/** A URL that downloads one object: always as a file to be saved, never shown. */
export interface PresignedDownload {
  readonly url: string;
  /** How long the URL can be used from the moment of the answer. */
  readonly expiresInSeconds: number;
}

/** An object under the owner's prefix. */
export interface FinishedObject {
  readonly objectKey: string;
  /** The tenant whose folder the key lies in, where the key says so. */
  readonly owner?: string | undefined;
  /** Bytes. */
  readonly size: number;
  /** Opaque, with its quotes. */
  readonly etag: string;
  /** ISO 8601. */
  readonly modifiedAt: string;
  readonly storageClass?: string | undefined;
  /** With `details=true`. */
  readonly details?: BatchItem<ObjectDetails> | undefined;
  /** With `download=true`. */
  readonly download?: PresignedDownload | undefined;
}

/** Answer of `GET /admin/objects`, in the order of the keys. */
export interface ListObjectsResponse {
  readonly objects: readonly FinishedObject[];
  /** Asks for the next page; left out on the last one. */
  readonly cursor?: string | undefined;
}

/** Body of `POST /admin/objects/delete`. */
export interface DeleteObjectsRequest {
  /** At most {@link MAX_ADMIN_PAGE}. */
  readonly objects: readonly { readonly objectKey: string }[];
}

/** What became of one object. Deleting what is gone already succeeds. */
export type DeleteObjectResult = { readonly objectKey: string } & (
  | { readonly deleted: true; readonly error?: undefined }
  | { readonly error: ErrorBody; readonly deleted?: undefined }
);

/** Answer of `POST /admin/objects/delete`, in the order of the request. */
export interface DeleteObjectsResponse {
  readonly objects: readonly DeleteObjectResult[];
}

/** One setting of the backend, as it may be shown to an admin. */
export interface ConfigurationEntry {
  readonly name: string;
  /** What it decides, in Markdown. */
  readonly meaning: string;
  /** Whether somebody set it; otherwise its default holds. */
  readonly isSet: boolean;
  /** Whether its value stays with the backend, down to its length. */
  readonly isSecret: boolean;
  /** Left out for secrets. Of what is not set its default, in Markdown. */
  readonly value?: string | undefined;
}

/** Answer of `GET /admin/configuration`. */
export interface ConfigurationResponse {
  readonly entries: readonly ConfigurationEntry[];
}
