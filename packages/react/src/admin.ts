/**
 * Slipway's admin console for React: panels for any page, and the client that they share.
 *
 * @module
 */
export {
  type AdminClient,
  type AdminClientOptions,
  createAdminClient,
} from './admin/admin-client.ts';
export { Configuration } from './admin/configuration.tsx';
export { BucketHealth, type BucketHealthProps } from './admin/health/bucket-health.tsx';
export { LiveFigures, type LiveFiguresProps } from './admin/live/live-figures.tsx';
export { FinishedObjects } from './admin/objects/finished-objects.tsx';
export { UnfinishedUploads } from './admin/uploads/unfinished-uploads.tsx';
export { UndeliveredWebhooks } from './admin/webhooks/undelivered-webhooks.tsx';
