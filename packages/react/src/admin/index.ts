/**
 * Slipway's admin console for React: panels that are at home in any page, and the client that they share.
 *
 * @module
 */
export { type AdminClient, type AdminClientOptions, createAdminClient } from './admin-client.ts';
export { Configuration } from './configuration.tsx';
export { BucketHealth, type BucketHealthProps } from './health/bucket-health.tsx';
export { LiveFigures, type LiveFiguresProps } from './live/live-figures.tsx';
export { FinishedObjects } from './objects/finished-objects.tsx';
export { UnfinishedUploads } from './uploads/unfinished-uploads.tsx';
