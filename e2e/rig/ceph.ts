import type { OtherStore } from './storage.ts';

/** A Ceph that already runs. */
export interface Ceph extends OtherStore {
  /** Process IDs of the daemons that store the data. */
  readonly osds: readonly number[];
}

/** The Ceph that `scripts/ceph.mjs` started for this command, if any. */
export function findCeph(): Ceph | undefined {
  const {
    SLIPWAY_TEST_S3_ENDPOINT: url,
    SLIPWAY_TEST_S3_KEY: accessKeyId,
    SLIPWAY_TEST_S3_SECRET: secretAccessKey,
    SLIPWAY_TEST_CEPH_OSDS: osds,
  } = process.env;
  if (!url || !accessKeyId || !secretAccessKey || !osds) return undefined;
  return { url, accessKeyId, secretAccessKey, osds: osds.split(',').map(Number) };
}
