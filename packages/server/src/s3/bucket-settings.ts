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
import { DEFAULT_DEADLINES, withinDeadline } from './deadlines.ts';
import { type StorageClient, send } from './s3-client.ts';
import type { BucketAddress } from './s3-gateway.ts';
import { readS3Answer } from './storage-failure.ts';

/** A rule of a bucket's CORS configuration, with S3's names. */
export type CorsRule = SdkCorsRule;
/** A rule of a bucket's lifecycle configuration, with S3's names. */
export type LifecycleRule = SdkLifecycleRule;

/** A lifecycle configuration, with the field that must be written back along with its rules. */
export interface LifecycleConfiguration {
  readonly rules: readonly LifecycleRule[];
  /** If the field is left out, S3 resets it to its default. Write back the value that was read. */
  readonly transitionSize: TransitionDefaultMinimumObjectSize | undefined;
}

/** The settings of one bucket. A call rejects with the SDK's own error. */
export interface BucketSettings {
  /** The bucket's region, as S3 reports it. Some stores report none. */
  readRegion(): Promise<string | undefined>;
  /** The region that requests are signed for. */
  signingRegion(): Promise<string>;
  /** The store's endpoint, such as `https://s3.example`. `undefined` for AWS. */
  endpoint(): Promise<string | undefined>;
  /** When the credentials expire, if they do. @throws if there are none */
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
  const { callMs } = client.deadlines ?? DEFAULT_DEADLINES;
  /** Providers of the owner's client can ask other services, and the SDK sets them no time limit. */
  const inTime = <T>(what: string, read: () => Promise<T>) => withinDeadline(callMs, what, read);
  return {
    async readRegion() {
      return (await send(client, new HeadBucketCommand(bucket))).BucketRegion;
    },
    signingRegion: () => inTime('Reading the region', async () => client.config.region()),
    async endpoint() {
      const { endpoint: find } = client.config;
      if (!find) return undefined;
      const endpoint = await inTime('Reading the endpoint', find);
      const { protocol, hostname, port, path } = endpoint;
      const host = port === undefined ? hostname : `${hostname}:${port}`;
      return `${protocol}//${host}${path === '/' ? '' : path}`;
    },
    async readCredentials() {
      const { expiration } = await inTime('Reading the credentials', client.config.credentials);
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
