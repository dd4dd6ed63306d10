import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';

/** Where the bucket is, and the keys of its owner. */
export interface BucketAddress {
  readonly url: string;
  readonly keys: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly bucket: string;
}

/** An object, as a listing shows it. */
export interface ListedObject {
  readonly objectKey: string;
  readonly etag: string;
  readonly size: number;
}

/** A bucket, as its owner sees it. */
export interface Bucket {
  /** The object's bytes. `undefined` if there is none. */
  read(objectKey: string): Promise<Buffer | undefined>;
  list(): Promise<readonly ListedObject[]>;
  delete(objectKey: string): Promise<void>;
  /** The keys of unfinished multipart uploads. */
  unfinishedKeys(): Promise<readonly string[]>;
  close(): void;
}

/** Opens the bucket without the backend. */
export function openBucket({ url, keys, bucket: Bucket }: BucketAddress): Bucket {
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: url,
    forcePathStyle: true,
    credentials: keys,
  });
  return {
    async read(Key) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
        return Buffer.from((await Body?.transformToByteArray()) ?? []);
      } catch (error) {
        if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
        throw error;
      }
    },
    async list() {
      const objects: ListedObject[] = [];
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
        for (const { Key = '', ETag = '', Size = 0 } of Contents) {
          objects.push({ objectKey: Key, etag: ETag, size: Size });
        }
      }
      return objects;
    },
    async delete(Key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key }));
    },
    async unfinishedKeys() {
      const keys: string[] = [];
      let page: ListMultipartUploadsCommandOutput | undefined;
      do {
        const from = { KeyMarker: page?.NextKeyMarker, UploadIdMarker: page?.NextUploadIdMarker };
        page = await client.send(new ListMultipartUploadsCommand({ Bucket, ...from }));
        keys.push(...(page.Uploads ?? []).map(({ Key = '' }) => Key));
      } while (page.IsTruncated);
      return keys;
    },
    close: () => client.destroy(),
  };
}
