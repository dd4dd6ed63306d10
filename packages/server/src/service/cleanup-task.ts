import type { ScheduledTask } from '../store/shared-store.ts';
import type { TaskClaims } from '../token/task-sealer.ts';
import type { ServiceContext } from './service-context.ts';
import { abandonedInMs, URL_MARGIN_MS } from './task-times.ts';

/** What scheduling the cleanup of an upload needs. */
export type ScheduleContext = Pick<
  ServiceContext,
  'bucket' | 'clock' | 'taskTokens' | 'uploadLifetimeMs' | 'urlLifetimeMs'
>;

/**
 * Why to look for an upload's object. `abandoned`: no request has ended the upload. `late`: it ended without an object, and
 * a URL from before may have written one. `late-again`: the same an hour later.
 */
export type CleanupKind = 'abandoned' | 'late' | 'late-again';

/** The payload of a task. */
export interface CleanupTask {
  /** The upload, sealed: only the backend can read it, wherever the list is stored. */
  readonly token: string;
  readonly kind: CleanupKind;
  /** When to give up a task that no replica could open, in milliseconds since the epoch. Absent until one has failed to. */
  readonly givenUpAt?: number | undefined;
}

const KINDS: readonly unknown[] = ['abandoned', 'late', 'late-again'] satisfies CleanupKind[];

/** A task that looks for the object of an upload that ended without one, once its last URL has expired. */
export function lateWriteTask(
  context: ScheduleContext,
  claims: TaskClaims,
): Promise<ScheduledTask> {
  return taskOf(context, claims, 'late', context.urlLifetimeMs + URL_MARGIN_MS);
}

/**
 * A task that looks for the object of a refused upload of several parts: the replica may die, or S3 may fail, before the object
 * is deleted. No URL can write it again, so the look is soon.
 */
export function refusedTask(context: ScheduleContext, claims: TaskClaims): Promise<ScheduledTask> {
  return taskOf(context, claims, 'late', URL_MARGIN_MS);
}

/** A task that ends an upload of one part that no request has ended, once its last URL has expired. */
export function abandonedTask(
  context: ScheduleContext,
  claims: TaskClaims,
): Promise<ScheduledTask> {
  return taskOf(context, claims, 'abandoned', abandonedInMs(context));
}

async function taskOf(
  { bucket, clock, taskTokens }: ScheduleContext,
  claims: TaskClaims,
  kind: CleanupKind,
  dueInMs: number,
): Promise<ScheduledTask> {
  const token = await taskTokens.seal(claims, clock.now() + dueInMs);
  const payload = writeTask({ token, kind });
  return { list: cleanupList(bucket), task: { id: claims.nonce, payload, dueInMs } };
}

/** The name of a bucket's list of tasks. An upload has at most one task, whose ID is the upload's nonce. */
export function cleanupList(bucket: string): string {
  return `late-writes/${bucket}`;
}

/** Serializes a task. */
export function writeTask(task: CleanupTask): string {
  return JSON.stringify(task);
}

/** Parses a task. `undefined` for a payload that no version writes: it can never be carried out. */
export function readTask(text: string): CleanupTask | undefined {
  try {
    const { token, kind, givenUpAt }: CleanupTask = JSON.parse(text) ?? {};
    return typeof token === 'string' && KINDS.includes(kind)
      ? { token, kind, givenUpAt }
      : undefined;
  } catch {
    return undefined;
  }
}
