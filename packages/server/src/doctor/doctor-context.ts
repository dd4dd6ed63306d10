import {
  DEFAULT_INTEGRITY,
  FORM_INTEGRITY,
  type Integrity,
  type UploadPolicy,
} from '@slipway/protocol';
import { folderOf, type ObjectKeyOptions } from '../keys/object-key.ts';
import type { ObjectOptions } from '../object/object-options.ts';
import { type AdminStorage, createAdminStorage } from '../s3/admin-storage.ts';
import { createAwsGateway } from '../s3/aws-gateway.ts';
import { type BucketSettings, createBucketSettings } from '../s3/bucket-settings.ts';
import { findStore } from '../s3/find-store.ts';
import type { StorageClient } from '../s3/s3-client.ts';
import type { BucketAddress, S3Gateway } from '../s3/s3-gateway.ts';
import {
  defaultIntegrityOf,
  STORE_PROFILES,
  type StoreChoice,
  type StoreProfile,
} from '../s3/store-profile.ts';

/** The doctor's dependencies and settings. */
export interface DoctorContext {
  /** Signs conditions, checksums and forms even for stores that may not support them. */
  readonly gateway: S3Gateway;
  readonly storage: AdminStorage;
  readonly settings: BucketSettings;
  readonly bucket: BucketAddress;
  /** The same bucket, without an expected owner. */
  readonly anyOwner: Pick<AdminStorage, 'listObjects'>;
  /** Prefix of every key, such as `uploads/`. Empty for the whole bucket. */
  readonly root: string;
  /** Origins of the pages that upload. */
  readonly origins: readonly string[];
  /** The integrity mode of uploads of several parts. */
  readonly integrity: Integrity;
  /** All integrity modes that browsers use. Files of one part can have another one. */
  readonly modes: readonly Integrity[];
  /** The options of every object. No object is stored with a lock or a storage class, because it would stay or cost money. */
  readonly object: ObjectOptions;
  /** What the configuration, or the host of the endpoint, says about the store. */
  readonly profile: StoreProfile;
  /** How small files are sent. `undefined` if the configuration does not say. */
  readonly smallFiles: 'post' | 'put' | undefined;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Options of the doctor. */
export interface DoctorOptions
  extends Pick<ObjectKeyOptions, 'prefix'>,
    Pick<UploadPolicy, 'integrity'> {
  readonly bucket: BucketAddress;
  /** Origins of the pages that upload. @defaultValue none, which skips the CORS checks */
  readonly origins?: readonly string[] | undefined;
  /** @defaultValue nothing */
  readonly object?: ObjectOptions | undefined;
  readonly smallFiles?: 'post' | 'put' | undefined;
  /** @defaultValue `auto` */
  readonly s3Store?: StoreChoice | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Long enough for one request. */
const URL_LIFETIME_SECONDS = 300;

/** Creates the doctor's context. */
export async function createDoctorContext(
  client: StorageClient,
  options: DoctorOptions,
): Promise<DoctorContext> {
  const { bucket, prefix, origins = [], object = {} } = options;
  // Without credentials the client resolves no endpoint. The first check says so.
  const profile = await findStore(client, bucket.bucket, options.s3Store).catch(
    () => STORE_PROFILES.other,
  );
  const chosen = options.integrity ?? defaultIntegrityOf(profile);
  const integrity = chosen ?? DEFAULT_INTEGRITY;
  const modes: readonly Integrity[] = chosen ? [integrity] : [integrity, FORM_INTEGRITY];
  const presign = { urlLifetimeSeconds: URL_LIFETIME_SECONDS, now: options.now };
  return {
    gateway: createAwsGateway(client, { ...presign, smallFiles: 'post', s3Store: 'aws' }),
    profile,
    storage: createAdminStorage(client, bucket, presign),
    settings: createBucketSettings(client, bucket),
    bucket,
    anyOwner: createAdminStorage(client, { ...bucket, expectedBucketOwner: undefined }, presign),
    root: folderOf(prefix),
    origins,
    integrity,
    modes,
    object,
    smallFiles: options.smallFiles,
    now: options.now,
  };
}
