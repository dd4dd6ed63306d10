import type { IncomingMessage } from 'node:http';
import type { AdapterOptions } from '../adapter/adapter-options.ts';

/** Router options that the backend itself provides, and where it takes them from. */
export const PROVIDED = {
  s3: 'the backend makes its own client. Set S3_REGION, S3_ENDPOINT and S3_FORCE_PATH_STYLE',
  s3ForComplete: 'the backend makes its own client for it',
  bucket: 'set S3_BUCKET',
  endpoints: 'set S3_OTHER_ENDPOINTS',
  store: 'set REDIS_URL',
  webhooks: 'set SLIPWAY_WEBHOOK_URL and SLIPWAY_WEBHOOK_SECRET',
  clock: 'the backend uses the clock of the machine',
  tracing: 'the backend reports to the OpenTelemetry SDK that Node loads by --import',
  describeConfiguration: 'the backend lists its variables',
} as const satisfies Partial<Record<keyof AdapterOptions<IncomingMessage>, string>>;

/**
 * What `slipway.config.ts` exports: every option of the upload router, except the client, the bucket, the store and webhooks,
 * which the backend takes from its environment variables. All options are optional. Without `authorize`, the variables decide who
 * the callers are.
 */
export type SlipwayConfig = Partial<Omit<AdapterOptions<IncomingMessage>, keyof typeof PROVIDED>>;

/**
 * Types the default export of `slipway.config.ts`, the config file of the backend's image. It returns its argument.
 *
 * @example
 * export default defineConfig({
 *   onCompleted: ({ objectKey, principal }) => console.log(principal.subject, objectKey),
 * });
 */
export function defineConfig(config: SlipwayConfig): SlipwayConfig {
  return config;
}
