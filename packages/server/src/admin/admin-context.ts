import {
  type ConfigurationEntry,
  type DoctorFix,
  type DoctorReport,
  UploadError,
} from '@slipway/protocol';
import { runDoctor } from '../doctor/doctor.ts';
import { createDoctorContext } from '../doctor/doctor-context.ts';
import { sampleOptions } from '../doctor/sample-options.ts';
import { createKeySpace, type KeyOwnerOptions, type KeySpace } from '../keys/key-space.ts';
import type { ObjectKeyOptions } from '../keys/object-key.ts';
import type { ObjectOptions, ObjectOptionsFunction } from '../object/object-options.ts';
import { type AdminStorage, createAdminStorage } from '../s3/admin-storage.ts';
import type { StorageClient } from '../s3/s3-client.ts';
import type { BucketAddress } from '../s3/s3-gateway.ts';
import { DEFAULT_URL_LIFETIME_SECONDS } from '../s3/signing-time.ts';
import type { StoreChoice } from '../s3/store-profile.ts';
import type { PolicyOption } from '../service/policy-schema.ts';
import type { Tracing } from '../tracing.ts';

/** Everything that the admin operations use. */
export interface AdminContext {
  readonly storage: AdminStorage;
  readonly bucket: BucketAddress;
  readonly keys: KeySpace;
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Applies the named fixes, and then checks the bucket for the page of an origin. One check runs at a time, because it
   * uploads. Concurrent calls for the same check share it.
   *
   * @throws UploadError `rate-limited` while another check runs
   */
  diagnose(origin?: string, fixes?: readonly DoctorFix[]): Promise<DoctorReport>;
  /** @throws UploadError `not-found` if the owner shows no configuration */
  describeConfiguration(): readonly ConfigurationEntry[];
}

/** The service's options that the admin routes depend on. */
export interface AdminContextOptions extends ObjectKeyOptions, KeyOwnerOptions {
  readonly bucket: string;
  readonly object?: ObjectOptions | ObjectOptionsFunction | undefined;
  readonly policy?: PolicyOption | undefined;
  readonly allowedOrigins?: readonly string[] | undefined;
  readonly smallFiles?: 'post' | 'put' | undefined;
  readonly s3Store?: StoreChoice | undefined;
  readonly urlLifetimeSeconds?: number | undefined;
  readonly describeConfiguration?: (() => readonly ConfigurationEntry[]) | undefined;
  readonly tracing?: Tracing | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Long enough to start a download, too short to pass the link around. */
const DOWNLOAD_LIFETIME_SECONDS = 300;

function otherCheckRuns(): UploadError {
  return new UploadError('rate-limited', {
    message: 'Another check of the bucket is running. Try again in a few seconds.',
    retryAfterMs: 3_000,
  });
}

/** Creates the context of the admin operations. */
export function createAdminContext(s3: StorageClient, options: AdminContextOptions): AdminContext {
  const {
    prefix,
    keyLayout,
    objectKey,
    keyOwner,
    object,
    now,
    urlLifetimeSeconds = DEFAULT_URL_LIFETIME_SECONDS,
  } = options;
  // If a function chooses the options for each file, they are unknown here.
  const constant = typeof object === 'function' ? undefined : object;
  const bucket: BucketAddress = {
    bucket: options.bucket,
    requestPayer: constant?.requestPayer,
    expectedBucketOwner: constant?.expectedBucketOwner,
  };
  const lifetime = Math.min(urlLifetimeSeconds, DOWNLOAD_LIFETIME_SECONDS);
  const { policy, allowedOrigins = [], smallFiles, s3Store } = options;
  const doctor = {
    bucket,
    prefix,
    integrity: typeof policy === 'function' ? undefined : policy?.integrity,
    smallFiles,
    s3Store,
    now,
  };
  let running: { readonly wish: string; readonly report: Promise<DoctorReport> } | undefined;
  return {
    storage: createAdminStorage(s3, bucket, { urlLifetimeSeconds: lifetime, now }),
    bucket,
    keys: createKeySpace({ prefix, keyLayout, hasOwnKeys: objectKey !== undefined, keyOwner }),
    now,
    describeConfiguration() {
      if (options.describeConfiguration) return options.describeConfiguration();
      throw new UploadError('not-found', { message: 'No configuration is shown here.' });
    },
    async diagnose(origin, fixes = []) {
      const origins = origin === undefined ? allowedOrigins : [origin];
      const wish = JSON.stringify([origins, fixes]);
      if (running && running.wish !== wish) throw otherCheckRuns();
      const examine = async () => {
        const sample = await sampleOptions(object);
        const context = await createDoctorContext(s3, { ...doctor, object: sample, origins });
        return runDoctor(context, fixes);
      };
      const { tracing } = options;
      const start = () =>
        tracing?.traceWork({ kind: 'task', name: 'doctor' }, examine) ?? examine();
      const report =
        running?.report ??
        start().finally(() => {
          running = undefined;
        });
      running = { wish, report };
      return report;
    },
  };
}
