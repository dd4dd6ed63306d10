/* Fetched together, once there is something to show: what was added, and what an earlier visit left over. */
export { Foldable } from './foldable.tsx';
export { UnfinishedUploads } from './unfinished-uploads.tsx';
export { Uploads } from './uploads.tsx';
