import { S3Client } from '@aws-sdk/client-s3';
import { DEFAULT_DEADLINES } from './deadlines.ts';

/** The store to connect to, for commands that bring no client of their own. */
export interface StoreAddress {
  /** @defaultValue the region that the AWS SDK finds, or `us-east-1` if `endpoint` is set */
  readonly region: string | undefined;
  /** @defaultValue AWS */
  readonly endpoint: string | undefined;
  readonly forcePathStyle: boolean;
}

/** The default region of S3. Most other stores ignore the region. */
const REGION_OF_OTHER_STORES = 'us-east-1';

/** Half of a call's default deadline, so that one retry fits in. */
const REQUEST_TIMEOUT_MS = DEFAULT_DEADLINES.callMs / 2;

/** Creates a client with the credentials that the AWS SDK finds. */
export function openClient({ region, endpoint, forcePathStyle }: StoreAddress): S3Client {
  const chosen = region ?? (endpoint === undefined ? undefined : REGION_OF_OTHER_STORES);
  return new S3Client({
    ...(chosen !== undefined && { region: chosen }),
    ...(endpoint !== undefined && { endpoint }),
    forcePathStyle,
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: REQUEST_TIMEOUT_MS,
      // Without this the SDK only logs a warning and keeps waiting.
      throwOnRequestTimeout: true,
    },
  });
}
