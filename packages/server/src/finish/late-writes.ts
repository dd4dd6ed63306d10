import { UploadError } from '@slipway/protocol';
import type { ServiceContext } from '../service/service-context.ts';
import { type Ending, findSettlement } from '../settlement/settlements.ts';
import type { DueTask } from '../store/task-list.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import { discard } from './discard.ts';

/** What scheduling the cleanup of late writes needs. */
export type LateWriteContext = Pick<ServiceContext, 'bucket' | 'taskTokens' | 'urlLifetimeMs'>;

/** What cleaning up late writes needs. */
export interface CleanupContext
  extends Pick<ServiceContext, 'bucket' | 'gateway' | 'store' | 'taskTokens'> {
  /** Gives back what the upload had reserved. */
  release(claims: UploadClaims): Promise<void>;
  /** Called with each failure. The next cleanup tries again. */
  report(error: unknown): void;
}

interface Payload {
  /** The upload's sealed token: only the backend can read it, wherever the list is stored. */
  readonly token: string;
  readonly isSecondLook: boolean;
}

/** For clocks that differ, and for a request that S3 admitted in the URL's last second. */
const MARGIN_MS = 60_000;
/** S3 checks a URL when a request begins. Over a slow connection its body can arrive long after that. */
const SECOND_LOOK_MS = 60 * 60 * 1_000;
const BATCH = 50;
/** Longer than one look takes. */
const LEASE_MS = 5 * 60 * 1_000;

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
  try {
    for (;;) {
      const tasks = await store.takeDue(listOf(bucket), BATCH, LEASE_MS);
      await Promise.all(tasks.map((task) => cleanUp(context, task).catch(report)));
      if (tasks.length < BATCH) return;
    }
  } catch (error) {
    report(error);
  }
}

async function cleanUp(context: CleanupContext, { id, payload }: DueTask): Promise<void> {
  const { store, bucket, release } = context;
  const list = listOf(bucket);
  const { token, isSecondLook }: Payload = JSON.parse(payload);
  let claims: UploadClaims;
  try {
    claims = await context.taskTokens.open(token);
  } catch (error) {
    // A token that cannot be opened now never can be: its key is gone.
    if (UploadError.is(error)) await store.finish(list, id);
    throw error;
  }
  // A store that forgot the settlement may have let the upload be accepted since. Then it knows the new one.
  const settlement = await findSettlement(store, claims.nonce);
  if (settlement?.kind !== 'accepted') await discard(context, claims);
  if (isSecondLook) return store.finish(list, id);
  await release(claims);
  const next = { id, payload: write({ token, isSecondLook: true }), dueInMs: SECOND_LOOK_MS };
  await store.schedule(list, next);
}

function write(payload: Payload): string {
  return JSON.stringify(payload);
}

function listOf(bucket: string): string {
  return `late-writes/${bucket}`;
}
