import { TASK_KEPT_MS } from '../store/task-list.ts';

/** How long uploads and their URLs are valid, in milliseconds. */
export interface Lifetimes {
  readonly uploadLifetimeMs: number;
  readonly urlLifetimeMs: number;
}

/** For clocks that differ, and for a request that S3 admitted in the URL's last second. */
export const URL_MARGIN_MS = 60_000;

/** When the last URL of an upload that no request ends has expired, in milliseconds after its create. */
export function abandonedInMs({ uploadLifetimeMs, urlLifetimeMs }: Lifetimes): number {
  return uploadLifetimeMs + urlLifetimeMs + URL_MARGIN_MS;
}

/** How long after the create of an upload its tasks can be due, in milliseconds. */
export function tasksEndMs(lifetimes: Lifetimes): number {
  return abandonedInMs(lifetimes) + TASK_KEPT_MS;
}

/** Longer than a replica takes to begin a task that is due, while requests come. */
const TAKEN_MS = 60 * 60 * 1_000;

/** How long a settlement is kept, in milliseconds: also while the upload's first task would be due. */
export function settledKeptMs(lifetimes: Lifetimes): number {
  return abandonedInMs(lifetimes) + TAKEN_MS;
}
