import type { ObjectDetails, PresignedDownload, UploadToAdminister } from '@slipway/protocol';
import { type AbortRule, abortRulesOf } from './bucket-lifecycle.ts';
import { createBucketSettings } from './bucket-settings.ts';
import type { StorageClient } from './deadlines.ts';
import { inspectObject } from './inspect-object.ts';
import { listObjects, type ObjectPage, type ObjectPageQuery } from './list-objects.ts';
import { listUploadsPage } from './list-uploads.ts';
import { presignDownload } from './presign-download.ts';
import { readUpload, type UploadAsListed } from './read-upload.ts';
import type { BucketAddress, UploadsPage, UploadsQuery } from './s3-gateway.ts';
import type { PresignOptions } from './signing-time.ts';
import { orUploadError } from './storage-failure.ts';

/**
 * The reads of the admin routes on one bucket. A failure is an `UploadError` with a `storage-*` code. Its `cause` is
 * what S3 said.
 */
export interface AdminStorage {
  /** One page of unfinished uploads. */
  listUploads(query: Omit<UploadsQuery, keyof BucketAddress>): Promise<UploadsPage>;
  /** `undefined` if S3 does not know the upload. */
  readUpload(upload: UploadToAdminister): Promise<UploadAsListed | undefined>;
  /** The bucket's rules that abort unfinished uploads. Empty if they cannot be read. */
  readAbortRules(): Promise<readonly AbortRule[]>;
  listObjects(query: ObjectPageQuery): Promise<ObjectPage>;
  /** `undefined` if the object does not exist. */
  inspect(objectKey: string): Promise<ObjectDetails | undefined>;
  presignDownload(objectKey: string): Promise<PresignedDownload>;
}

/** Reads one bucket through a client of the AWS SDK. */
export function createAdminStorage(
  client: StorageClient,
  bucket: BucketAddress,
  options: PresignOptions,
): AdminStorage {
  const settings = createBucketSettings(client, bucket);
  return {
    listUploads: (query) => listUploadsPage(client, { ...bucket, ...query }),
    readUpload: (upload) => orUploadError(readUpload(client, { ...bucket, ...upload })),
    async readAbortRules() {
      const lifecycle = await settings.readLifecycle().catch(() => undefined);
      return abortRulesOf(lifecycle?.rules ?? []);
    },
    listObjects: (query) => orUploadError(listObjects(client, bucket, query)),
    inspect: (objectKey) => orUploadError(inspectObject(client, { ...bucket, objectKey })),
    presignDownload: (objectKey) =>
      orUploadError(presignDownload(client, { ...bucket, objectKey }, options)),
  };
}
