import { bucketKind } from '../object/bucket-kind.ts';
import type { StorageClient } from './deadlines.ts';
import { readOrigin } from './storage-origin.ts';
import {
  chosenProfile,
  STORE_PROFILES,
  type StoreChoice,
  type StoreName,
  type StoreProfile,
} from './store-profile.ts';

/** The stores that the host of their endpoint names. */
const HOSTS: readonly (readonly [RegExp, StoreName])[] = [
  [/\.amazonaws\.com(?:\.cn)?$/, 'aws'],
  [/\.r2\.cloudflarestorage\.com$/, 'r2'],
  [/\.backblazeb2\.com$/, 'b2'],
  [/(?:^|\.)storage\.googleapis\.com$/, 'gcs'],
  [/\.wasabisys\.com$/, 'wasabi'],
  [/\.digitaloceanspaces\.com$/, 'spaces'],
  [/\.aliyuncs\.com$/, 'oss'],
];

/** Finds the store by the host of its presigned URLs. Ceph, MinIO and gateways have no hosts of their own. */
function storeOfHost(hostname: string): StoreName {
  return HOSTS.find(([pattern]) => pattern.test(hostname))?.[1] ?? 'other';
}

/**
 * Reads which store a bucket is in. For `auto` the client resolves its endpoint, without a request.
 *
 * @throws Error if the client cannot resolve its endpoint
 */
export async function findStore(
  client: StorageClient,
  bucket: string,
  choice: StoreChoice = 'auto',
): Promise<StoreProfile> {
  return chosenProfile(choice) ?? STORE_PROFILES[await findStoreName(client, bucket)];
}

/** Reads which store each bucket is in, once. A failure is not remembered: credentials may arrive later. */
export function createStoreFinder(
  client: StorageClient,
  choice: StoreChoice | undefined,
): (bucket: string) => Promise<StoreProfile> {
  const found = new Map<string, Promise<StoreProfile>>();
  return (bucket) => {
    const known = found.get(bucket);
    if (known) return known;
    const finding = findStore(client, bucket, choice);
    found.set(bucket, finding);
    finding.catch(() => found.delete(bucket));
    return finding;
  };
}

/** The name of the store that a client reaches. */
async function findStoreName(client: StorageClient, bucket: string): Promise<StoreName> {
  // Its endpoint has the same host, but resolving it requests a session.
  if (bucketKind(bucket) === 'directory') return 's3-express';
  return storeOfHost(new URL(await readOrigin(client, bucket)).hostname);
}
