import type { S3Client } from '@aws-sdk/client-s3';

/** The bucket that uploads go to, and how to reach it. */
export interface Storage {
  readonly client: S3Client;
  /** Sends CompleteMultipartUpload, over connections of its own. */
  readonly completeClient: S3Client;
  readonly bucket: string;
  /** Clients that reach the same bucket by other host names. */
  readonly endpoints: readonly S3Client[];
  /** Where browsers send parts, such as `https://media.s3.eu-central-1.amazonaws.com`. */
  readonly origins: readonly string[];
  /** Where the objects are stored, for the start-up line. */
  readonly description: string;
  /** Lets pages of these origins send parts, if the backend controls the bucket's CORS rules. */
  allowOrigins(origins: readonly string[]): Promise<void>;
  /** Rejects if the bucket does not answer or rejects the credentials. */
  probe(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
