/* Fetched together, once there is something to show: what was added, what an earlier visit left over, what is stored. */
export { Foldable } from './foldable.tsx';
export { StoredFiles } from './stored-files.tsx';
export { UnfinishedUploads } from './unfinished-uploads.tsx';
export { Uploads } from './uploads.tsx';
