import { S3Client } from '@aws-sdk/client-s3';
import { DEFAULT_DEADLINES } from './deadlines.ts';

/** Which store, for those who have no client of their own yet. */
export interface StoreAddress {
  /** @defaultValue what the AWS SDK finds, `us-east-1` with an own endpoint */
  readonly region: string | undefined;
  /** @defaultValue AWS */
  readonly endpoint: string | undefined;
  readonly forcePathStyle: boolean;
}

/** AWS signs and answers in this region when nothing else is said; other stores mostly ignore it. */
const REGION_OF_OTHER_STORES = 'us-east-1';

/** Half of what a call may take by default: a request that gets no answer leaves time for another. */
const REQUEST_TIMEOUT_MS = DEFAULT_DEADLINES.callMs / 2;

/** A client with the credentials that the AWS SDK finds. */
export function openClient({ region, endpoint, forcePathStyle }: StoreAddress): S3Client {
  const chosen = region ?? (endpoint === undefined ? undefined : REGION_OF_OTHER_STORES);
  return new S3Client({
    ...(chosen !== undefined && { region: chosen }),
    ...(endpoint !== undefined && { endpoint }),
    forcePathStyle,
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: REQUEST_TIMEOUT_MS,
      // Without it the SDK only logs a warning, and waits on.
      throwOnRequestTimeout: true,
    },
  });
}
