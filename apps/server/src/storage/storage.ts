import type { S3Client } from '@aws-sdk/client-s3';

/** The bucket that uploads go to, and what came with it. */
export interface Storage {
  readonly client: S3Client;
  readonly bucket: string;
  /** Reach the same bucket by other host names. */
  readonly endpoints: readonly S3Client[];
  /** Where browsers send parts to, as `https://media.s3.eu-central-1.amazonaws.com`. */
  readonly origins: readonly string[];
  /** Where the objects are, for people. */
  readonly description: string;
  /** Lets pages of these origins send their parts, where that is ours to say. */
  allowOrigins(origins: readonly string[]): Promise<void>;
  /** Rejects when the bucket does not answer, or not to these credentials. */
  probe(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
