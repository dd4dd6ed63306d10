import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { bucketInput } from './address-input.ts';
import { keyDecoder } from './encoded-key.ts';
import { type StorageClient, send } from './s3-client.ts';
import type { BucketAddress } from './s3-gateway.ts';

/** Which objects a page holds. */
export interface ObjectPageQuery {
  readonly prefix: string;
  /** The last key of the previous page. @defaultValue the first page */
  readonly after?: string | undefined;
  /** At most 1,000. */
  readonly limit: number;
}

/** An object in a listing. */
export interface ListedObject {
  readonly objectKey: string;
  /** Bytes. */
  readonly size: number;
  /** Opaque, with its quotes. */
  readonly etag: string;
  readonly modifiedAt: Date;
  readonly storageClass: string | undefined;
}

/** One page of objects, sorted by key. */
export interface ObjectPage {
  readonly objects: readonly ListedObject[];
  readonly hasMore: boolean;
}

/** Reads one page of ListObjectsV2. */
export async function listObjects(
  client: StorageClient,
  bucket: BucketAddress,
  { prefix, after, limit }: ObjectPageQuery,
): Promise<ObjectPage> {
  const {
    Contents = [],
    EncodingType,
    IsTruncated: hasMore = false,
  } = await send(
    client,
    new ListObjectsV2Command({
      ...bucketInput(bucket),
      Prefix: prefix,
      StartAfter: after,
      MaxKeys: limit,
      EncodingType: 'url',
    }),
  );
  const decode = keyDecoder(EncodingType);
  const objects = Contents.map((entry) => ({
    objectKey: decode(entry.Key ?? ''),
    size: entry.Size ?? 0,
    etag: entry.ETag ?? '',
    modifiedAt: entry.LastModified ?? new Date(0),
    storageClass: entry.StorageClass,
  }));
  return { objects, hasMore: hasMore && objects.length > 0 };
}
