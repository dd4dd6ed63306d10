import type { Config } from '../config/config.ts';

/** How long clients of the store wait. */
export type StorageTimeouts = Pick<Config, 'storageTimeoutSeconds'>;

const CONNECTION_TIMEOUT_MS = 5_000;

/**
 * What the request handler of an S3 client is set up with. A request has half of what a call may take, so that one
 * that gets no answer leaves time for another over a new connection.
 */
export function requestTimeouts({ storageTimeoutSeconds }: StorageTimeouts) {
  return {
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: storageTimeoutSeconds * 500,
    // Without it the SDK only logs a warning, and waits on.
    throwOnRequestTimeout: true,
  };
}
