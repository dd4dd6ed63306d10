import type { Integrity, UploadErrorCode } from '@slipway/protocol';

/** The body of a webhook. Switch on `type`, and ignore unknown types and fields, because later versions can add some. */
export type WebhookBody =
  /** An upload was created. Sent before all others of the upload. */
  | WebhookOf<'upload.created'>
  /** S3 has the object, and the owner accepted it. */
  | WebhookOf<'upload.completed', CompletedFacts>
  /** The upload ended without an object: the browser canceled, or complete gave up. */
  | WebhookOf<'upload.aborted', { readonly reason: 'canceled' | UploadErrorCode }>
  /** The policy, `verifyType` or the owner's hook refused the object, and it is deleted. */
  | WebhookOf<'upload.refused', { readonly reason: UploadErrorCode }>;

/** The types of webhooks. */
export type WebhookType = WebhookBody['type'];

/** One event of one upload. */
export interface WebhookOf<Type extends string, Details = unknown> {
  readonly type: Type;
  /** When it happened, ISO 8601. */
  readonly timestamp: string;
  readonly data: WebhookUpload & Details;
}

/** One upload, as webhooks describe it. Contains no token, no URL and no key. */
export interface WebhookUpload {
  /** The upload's unique ID, the same in all of its webhooks and hooks. It is also in the object's metadata. */
  readonly id: string;
  readonly bucket: string;
  readonly objectKey: string;
  /** Bytes. */
  readonly size: number;
  /** The MIME type that S3 stores. */
  readonly contentType: string;
  /** The file's name in the browser, so do not trust it. */
  readonly name: string;
  /** The file's path in the folder that the user chose, so do not trust it. Left out for a file on its own. */
  readonly relativePath?: string | undefined;
  readonly integrity: Integrity;
  /** The browser's metadata, limited to allowed names, merged with the owner's. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Who created the upload. */
  readonly caller: { readonly subject: string; readonly tenant?: string | undefined };
}

/** What S3 says of a completed object. */
interface CompletedFacts {
  /** S3's opaque tag for the object, with its quotes. */
  readonly etag: string;
  /** The object's version. Left out if the bucket keeps no versions. */
  readonly versionId?: string | undefined;
  /** The object's checksum in base64. Left out if the store keeps none. */
  readonly checksum?: string | undefined;
}
