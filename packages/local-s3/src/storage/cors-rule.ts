/** One rule of a bucket's CORS configuration, with the fields of PutBucketCors. */
export interface CorsRule {
  readonly id?: string;
  /** Exact origins, or with at most one `*` as a wildcard. */
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly CorsMethod[];
  /** Request header names, or with at most one `*` as a wildcard. */
  readonly allowedHeaders?: readonly string[];
  /** Response headers that a page may read. S3 has no wildcard here. */
  readonly exposeHeaders?: readonly string[];
  /** How long a browser may keep a preflight's answer. */
  readonly maxAgeSeconds?: number;
}

/** The methods that a CORS rule can name. */
export const CORS_METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'] as const;
export type CorsMethod = (typeof CORS_METHODS)[number];

/**
 * The rules that a page at one of these origins needs to upload to and download from a bucket:
 * every request header allowed, ETag, checksums and `Retry-After` readable.
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
