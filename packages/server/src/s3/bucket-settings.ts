import {
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  HeadBucketCommand,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  type CORSRule as SdkCorsRule,
  type LifecycleRule as SdkLifecycleRule,
  type TransitionDefaultMinimumObjectSize,
} from '@aws-sdk/client-s3';
import { type StorageClient, send } from './s3-client.ts';
import type { BucketAddress } from './s3-gateway.ts';
import { readS3Answer } from './storage-failure.ts';

/** A rule of a bucket's CORS configuration, with S3's names. */
export type CorsRule = SdkCorsRule;
/** A rule of a bucket's lifecycle configuration, with S3's names. */
export type LifecycleRule = SdkLifecycleRule;

/** A lifecycle configuration, with what has to go along when it is written back. */
export interface LifecycleConfiguration {
  readonly rules: readonly LifecycleRule[];
  /** Left out, S3 sets it to its default: what is there has to be said again. */
  readonly transitionSize: TransitionDefaultMinimumObjectSize | undefined;
}

/** What a bucket is set to. Failures are those of the SDK, as they are. */
export interface BucketSettings {
  /** The region that S3 names; not every store does. */
  readRegion(): Promise<string | undefined>;
  /** The region that requests are signed for. */
  signingRegion(): Promise<string>;
  /** Where the store is, unless that is AWS: as `https://s3.example`. */
  endpoint(): Promise<string | undefined>;
  /** When the credentials end, if they do. @throws when there are none */
  readCredentials(): Promise<{ readonly expiration: Date | undefined }>;
  readCors(): Promise<readonly CorsRule[]>;
  writeCors(rules: readonly CorsRule[]): Promise<void>;
  readLifecycle(): Promise<LifecycleConfiguration>;
  writeLifecycle(configuration: LifecycleConfiguration): Promise<void>;
}

/** Reads and writes the settings of one bucket. */
export function createBucketSettings(
  client: StorageClient,
  address: BucketAddress,
): BucketSettings {
  const bucket = { Bucket: address.bucket, ExpectedBucketOwner: address.expectedBucketOwner };
  return {
    async readRegion() {
      return (await send(client, new HeadBucketCommand(bucket))).BucketRegion;
    },
    signingRegion: () => client.config.region(),
    async endpoint() {
      const endpoint = await client.config.endpoint?.();
      if (endpoint === undefined) return undefined;
      const { protocol, hostname, port, path } = endpoint;
      const host = port === undefined ? hostname : `${hostname}:${port}`;
      return `${protocol}//${host}${path === '/' ? '' : path}`;
    },
    async readCredentials() {
      const { expiration } = await client.config.credentials();
      return { expiration };
    },
    async readCors() {
      const answer = await orNone('NoSuchCORSConfiguration', () =>
        send(client, new GetBucketCorsCommand(bucket)),
      );
      return answer?.CORSRules ?? [];
    },
    async writeCors(rules) {
      const CORSConfiguration = { CORSRules: [...rules] };
      await send(client, new PutBucketCorsCommand({ ...bucket, CORSConfiguration }));
    },
    async readLifecycle() {
      const answer = await orNone('NoSuchLifecycleConfiguration', () =>
        send(client, new GetBucketLifecycleConfigurationCommand(bucket)),
      );
      const transitionSize = answer?.TransitionDefaultMinimumObjectSize;
      return { rules: answer?.Rules ?? [], transitionSize };
    },
    async writeLifecycle({ rules, transitionSize }) {
      await send(
        client,
        new PutBucketLifecycleConfigurationCommand({
          ...bucket,
          TransitionDefaultMinimumObjectSize: transitionSize,
          LifecycleConfiguration: { Rules: [...rules] },
        }),
      );
    },
  };
}

async function orNone<T>(code: string, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (readS3Answer(error).code === code) return undefined;
    throw error;
  }
}
