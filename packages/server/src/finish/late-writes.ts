import { UploadError } from '@slipway/protocol';
import type { ServiceContext } from '../service/service-context.ts';
import { type Ending, findSettlement } from '../settlement/settlements.ts';
import { type DueTask, TASK_KEPT_MS } from '../store/task-list.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import { discard } from './discard.ts';

/** What scheduling the cleanup of late writes needs. */
export type LateWriteContext = Pick<ServiceContext, 'bucket' | 'taskTokens' | 'urlLifetimeMs'>;

/** What cleaning up late writes needs. */
export interface CleanupContext
  extends Pick<ServiceContext, 'bucket' | 'gateway' | 'store' | 'taskTokens'> {
  readonly clock: Pick<ServiceContext['clock'], 'now'>;
  /** Gives back what the upload had reserved. */
  release(claims: UploadClaims): Promise<void>;
  /** Called with each failure. The next cleanup tries again. */
  report(error: unknown): void;
}

interface Payload {
  /** The upload's sealed token: only the backend can read it, wherever the list is stored. */
  readonly token: string;
  readonly isSecondLook: boolean;
  /** When to give up a task that no replica could open, in milliseconds since the epoch. Absent until one has failed to. */
  readonly givenUpAt?: number | undefined;
}

/** For clocks that differ, and for a request that S3 admitted in the URL's last second. */
const MARGIN_MS = 60_000;
/** S3 checks a URL when a request begins. Over a slow connection its body can arrive long after that. */
const SECOND_LOOK_MS = 60 * 60 * 1_000;
const BATCH = 50;
/** Longer than one look takes. */
const LEASE_MS = 5 * 60 * 1_000;
/** How long a replica leaves a task to the others if it cannot open the task's token. */
const POSTPONED_MS = 10 * 60 * 1_000;

/** How long after an upload's end its late writes are looked for, in milliseconds. */
export function lateWritesEndMs({
  urlLifetimeMs,
}: Pick<LateWriteContext, 'urlLifetimeMs'>): number {
  return urlLifetimeMs + MARGIN_MS + SECOND_LOOK_MS + LEASE_MS;
}

/** A task that looks for the object of an upload that ended without one, once its last URL has expired. */
export async function lateWriteTask(
  context: LateWriteContext,
  claims: UploadClaims,
): Promise<NonNullable<Ending['task']>> {
  const token = await context.taskTokens.seal(claims);
  return {
    list: listOf(context.bucket),
    task: {
      id: claims.nonce,
      payload: write({ token, isSecondLook: false }),
      dueInMs: context.urlLifetimeMs + MARGIN_MS,
    },
  };
}

/**
 * Deletes objects that presigned URLs wrote after their uploads had been aborted or refused, and gives the quota back.
 * It never rejects. Any replica can call it at any time.
 */
export async function cleanUpLateWrites(context: CleanupContext): Promise<void> {
  const { store, bucket, report } = context;
  let unopened = 0;
  try {
    for (;;) {
      const tasks = await store.takeDue(listOf(bucket), BATCH, LEASE_MS);
      const outcomes = await Promise.all(
        tasks.map((task) => cleanUp(context, task).catch((error: unknown) => report(error))),
      );
      unopened += outcomes.filter((outcome) => outcome === 'unopened').length;
      if (tasks.length < BATCH) break;
    }
  } catch (error) {
    report(error);
  }
  if (unopened > 0) report(unopenedTasks(unopened));
}

async function cleanUp(
  context: CleanupContext,
  { id, payload }: DueTask,
): Promise<'done' | 'unopened'> {
  const { store, bucket, release } = context;
  const list = listOf(bucket);
  const task = read(payload);
  const claims = task && (await openTask(context, task));
  if (!task || claims === 'expired') {
    await store.finish(list, id);
    return 'done';
  }
  if (!claims) {
    await postpone(context, id, task);
    return 'unopened';
  }
  // A store that forgot the settlement may have let the upload be accepted since. Then it knows the new one.
  const settlement = await findSettlement(store, claims.nonce);
  if (settlement?.kind !== 'accepted') await discard(context, claims);
  if (task.isSecondLook) {
    await store.finish(list, id);
    return 'done';
  }
  await release(claims);
  const next = { token: task.token, isSecondLook: true };
  await store.schedule(list, { id, payload: write(next), dueInMs: SECOND_LOOK_MS });
  return 'done';
}

/** Returns `undefined` if this replica does not have the key that sealed the task. */
async function openTask(
  { taskTokens }: Pick<CleanupContext, 'taskTokens'>,
  { token }: Payload,
): Promise<UploadClaims | 'expired' | undefined> {
  try {
    return await taskTokens.open(token);
  } catch (error) {
    if (!UploadError.is(error)) throw error;
    return error.code === 'token-expired' ? 'expired' : undefined;
  }
}

/** Leaves a task to replicas that have its key. If none has taken it within a week, it ends. */
async function postpone(
  { store, bucket, clock }: Pick<CleanupContext, 'store' | 'bucket' | 'clock'>,
  id: string,
  task: Payload,
): Promise<void> {
  const list = listOf(bucket);
  const { givenUpAt = clock.now() + TASK_KEPT_MS } = task;
  if (givenUpAt <= clock.now()) return store.finish(list, id);
  const payload = write({ ...task, givenUpAt });
  await store.schedule(list, { id, payload, dueInMs: POSTPONED_MS });
}

function unopenedTasks(count: number): Error {
  return new Error(
    `${count} cleanup tasks are sealed with token keys that this replica does not have, so it leaves them to other replicas. Give all replicas the same tokenKeys, and keep an old key until its uploads have ended.`,
  );
}

function write(payload: Payload): string {
  return JSON.stringify(payload);
}

/** Returns `undefined` for a payload that no version writes: it can never be carried out. */
function read(text: string): Payload | undefined {
  try {
    const payload: Partial<Payload> | null = JSON.parse(text);
    const { token, isSecondLook = false, givenUpAt } = payload ?? {};
    return typeof token === 'string' ? { token, isSecondLook, givenUpAt } : undefined;
  } catch {
    return undefined;
  }
}

function listOf(bucket: string): string {
  return `late-writes/${bucket}`;
}
