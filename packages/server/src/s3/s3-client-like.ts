/**
 * A client of the AWS SDK: a `new S3Client(...)` of `@aws-sdk/client-s3` 3.700 or later. The type names only what all these
 * versions have. So a client type-checks even if the backend finds another copy of the SDK.
 */
export interface S3ClientLike {
  /** The resolved config. The backend calls what it needs of it, such as the credentials. */
  readonly config: {
    readonly region: () => Promise<string>;
    readonly forcePathStyle: boolean;
    readonly useAccelerateEndpoint: boolean;
    readonly systemClockOffset: number;
  };
  /** The client's own middleware. The backend adds to copies only. */
  readonly middlewareStack: { clone(): unknown };
}
