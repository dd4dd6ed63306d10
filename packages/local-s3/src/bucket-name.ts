import { S3Error } from './s3-error.ts';

const BUCKET_NAME =
  /^(?!xn--|sthree-|\d+\.\d+\.\d+\.\d+$)[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/;

/** `base--zone--x-s3`, the names of directory buckets. */
export const DIRECTORY_BUCKET = /^[a-z0-9](?:[a-z0-9-]{1,40})--[a-z0-9-]{1,12}--x-s3$/;

/** A valid name is safe as the name of a folder. @throws S3Error `InvalidBucketName`. */
export function checkBucketName(name: string): void {
  if (DIRECTORY_BUCKET.test(name)) return;
  if (BUCKET_NAME.test(name) && !name.endsWith('--x-s3')) return;
  throw new S3Error('InvalidBucketName', undefined, { BucketName: name });
}
