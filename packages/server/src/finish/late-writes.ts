import { UploadError } from '@slipway/protocol';
import {
  type CleanupTask,
  cleanupList,
  readTask,
  type ScheduleContext,
  writeTask,
} from '../service/cleanup-task.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { URL_MARGIN_MS } from '../service/task-times.ts';
import type { Settlement } from '../settlement/settlement.ts';
import { type DueTask, TASK_KEPT_MS } from '../store/task-list.ts';
import type { TaskClaims } from '../token/task-sealer.ts';
import { discard } from './discard.ts';
import { isOwn } from './object-proof.ts';

/** What cleaning up needs. */
export interface CleanupContext
  extends Pick<ServiceContext, 'bucket' | 'gateway' | 'settlements' | 'store' | 'taskTokens'> {
  readonly clock: Pick<ServiceContext['clock'], 'now'>;
  /** Gives back what the upload had reserved. */
  release(claims: TaskClaims): Promise<void>;
  /** Called with each failure. The next cleanup tries again. */
  report(error: unknown): void;
}

/** S3 checks a URL when a request begins. Over a slow connection its body can arrive long after that. */
const SECOND_LOOK_MS = 60 * 60 * 1_000;
const BATCH = 50;
/** Longer than one look takes. */
const LEASE_MS = 5 * 60 * 1_000;
/** How long a replica leaves a task to the others if it cannot open the task's token. */
const POSTPONED_MS = 10 * 60 * 1_000;

/** How long after an upload's end its late writes are looked for, in milliseconds. */
export function lateWritesEndMs({ urlLifetimeMs }: Pick<ScheduleContext, 'urlLifetimeMs'>): number {
  return urlLifetimeMs + URL_MARGIN_MS + SECOND_LOOK_MS + LEASE_MS;
}

/**
 * Deletes objects that presigned URLs wrote after their uploads had been aborted or refused, and those that no client
 * completed. Gives the quota back. It never rejects. Any replica can call it at any time.
 */
export async function cleanUpLateWrites(context: CleanupContext): Promise<void> {
  const { store, bucket, report } = context;
  let unopened = 0;
  try {
    for (;;) {
      const tasks = await store.takeDue(cleanupList(bucket), BATCH, LEASE_MS);
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
  const list = cleanupList(bucket);
  const task = readTask(payload);
  const claims = task && (await openTask(context, task));
  if (task && !claims) {
    await postpone(context, id, task);
    return 'unopened';
  }
  if (!task || !claims || claims === 'expired' || (await keepsObject(context, task, claims))) {
    await store.finish(list, id);
    return 'done';
  }
  await discard(context, claims);
  if (task.kind !== 'late-again') await release(claims);
  // S3 takes no parts of an upload that has ended.
  if (task.kind === 'late-again' || claims.uploadId !== undefined) {
    await store.finish(list, id);
    return 'done';
  }
  const next = writeTask({ token: task.token, kind: 'late-again' });
  await store.schedule(list, { id, payload: next, dueInMs: SECOND_LOOK_MS });
  return 'done';
}

/** Returns `undefined` if this replica does not have the key that sealed the task. */
async function openTask(
  { taskTokens }: Pick<CleanupContext, 'taskTokens'>,
  { token }: CleanupTask,
): Promise<TaskClaims | 'expired' | undefined> {
  try {
    return await taskTokens.open(token);
  } catch (error) {
    if (!UploadError.is(error)) throw error;
    return error.code === 'token-expired' ? 'expired' : undefined;
  }
}

/** Whether the upload's object stays: it was accepted, or it may have been. */
async function keepsObject(
  context: Pick<CleanupContext, 'gateway' | 'settlements' | 'report'>,
  { kind }: CleanupTask,
  claims: TaskClaims,
): Promise<boolean> {
  const { settlements, report } = context;
  const { nonce, objectKey } = claims;
  if (kind === 'abandoned') {
    const end = await endAbandoned(settlements, nonce);
    if (end === 'undecided') report(undecided(objectKey));
    if (end === 'forgotten') await reportForgotten(context, claims);
    return end === 'accepted' || end === 'undecided' || end === 'forgotten';
  }
  // A store that forgot the settlement may have let the upload be accepted since. Then it knows the new one.
  return (await settlements.find(nonce))?.kind === 'accepted';
}

/** Ends an upload for which no request can come any more, unless one has started to accept its object. */
async function endAbandoned(
  settlements: CleanupContext['settlements'],
  nonce: string,
): Promise<Settlement['kind'] | 'undecided' | 'forgotten'> {
  const record = await settlements.recordOf(nonce);
  if (record !== 'new') {
    const settlement = await settlements.find(nonce);
    return settlement?.kind ?? (record === 'judging' ? 'undecided' : 'forgotten');
  }
  const { kind } = await settlements.settle(nonce, async () => {
    // A request that began in the token's last second may have come first.
    const isNew = (await settlements.recordOf(nonce)) === 'new';
    if (!isNew) throw new Error('An abandoned upload is being completed. Cleanup looks again.');
    return { settlement: { kind: 'aborted' } };
  });
  return kind;
}

/** Leaves a task to replicas that have its key. If none has taken it within a week, it ends. */
async function postpone(
  { store, bucket, clock }: Pick<CleanupContext, 'store' | 'bucket' | 'clock'>,
  id: string,
  task: CleanupTask,
): Promise<void> {
  const list = cleanupList(bucket);
  const { givenUpAt = clock.now() + TASK_KEPT_MS } = task;
  if (givenUpAt <= clock.now()) return store.finish(list, id);
  const payload = writeTask({ ...task, givenUpAt });
  await store.schedule(list, { id, payload, dueInMs: POSTPONED_MS });
}

/** The owner's hook may have accepted the object, so it stays. Only the owner can tell. */
function undecided(objectKey: string): Error {
  return new Error(
    `onCompleted was called for "${objectKey}", but its decision was not recorded: it failed, or the replica died. No client has asked again, so the object stays unchecked. Delete it if your application does not know it.`,
  );
}

/** Most such uploads have no object: their clients sent nothing. */
async function reportForgotten(
  { gateway, report }: Pick<CleanupContext, 'gateway' | 'report'>,
  claims: TaskClaims,
): Promise<void> {
  const stored = await gateway.head(claims, 'none');
  if (!stored || !isOwn(stored, claims)) return;
  report(
    new Error(
      `The store has lost its memory, or came back with an older state, since the upload of "${claims.objectKey}" was created. Its object may have been accepted, so it stays. Delete it if your application does not know it.`,
    ),
  );
}

function unopenedTasks(count: number): Error {
  return new Error(
    `${count} cleanup tasks are sealed with token keys that this replica does not have, so it leaves them to other replicas. Give all replicas the same tokenKeys, and keep an old key until its uploads have ended.`,
  );
}
