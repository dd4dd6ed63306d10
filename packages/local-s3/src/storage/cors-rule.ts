/** One rule of a bucket's CORS configuration, with the fields of PutBucketCors. */
export interface CorsRule {
  readonly id?: string;
  /** Exact origins, or patterns with at most one `*`. */
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly CorsMethod[];
  /** Request header names, or patterns with at most one `*`. */
  readonly allowedHeaders?: readonly string[];
  /** Response headers that a page may read. S3 has no wildcard here. */
  readonly exposeHeaders?: readonly string[];
  /** How long a browser may cache a preflight response, in seconds. */
  readonly maxAgeSeconds?: number;
}

/** The methods that a CORS rule can name. */
export const CORS_METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'] as const;
export type CorsMethod = (typeof CORS_METHODS)[number];

/**
 * The rules for pages at these origins to upload to and download from a bucket. They allow every request header and
 * expose the ETag, the checksums and `Retry-After`.
 */
export function browserUploadCors(origins: readonly string[]): readonly CorsRule[] {
  return [
    {
      allowedOrigins: origins,
      allowedMethods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'],
      allowedHeaders: ['*'],
      exposeHeaders: [
        'ETag',
        'Retry-After',
        'x-amz-checksum-crc32',
        'x-amz-checksum-crc32c',
        'x-amz-checksum-crc64nvme',
        'x-amz-checksum-sha1',
        'x-amz-checksum-sha256',
        'x-amz-request-id',
      ],
      maxAgeSeconds: 3000,
    },
  ];
}
