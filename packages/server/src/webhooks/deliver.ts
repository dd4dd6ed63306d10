import type { DueTask } from '../store/task-list.ts';
import { DEAD_LETTER_MS, writeDeadLetter } from './dead-letter.ts';
import type { WebhookOutbox } from './outbox.ts';
import { type OutboxEntry, readEntries, writeEntry } from './outbox-entry.ts';
import { retryDelayMs } from './retry-delays.ts';
import type { WebhookReport } from './webhook-report.ts';
import { type Attempt, type AttemptOptions, attempt } from './webhook-request.ts';

/** What delivering needs. */
export interface DeliverOptions extends AttemptOptions {
  readonly outbox: WebhookOutbox;
  readonly retrySeconds: readonly number[];
  readonly random: () => number;
  tell(report: WebhookReport): void;
}

/** How many uploads' webhooks are sent at a time. */
const BATCH = 32;
/** In addition to the timeout of an attempt: how long the store may take to record its result. */
const LEASE_MARGIN_MS = 15_000;

/** What to do with the first webhook of an upload after an attempt. */
type Verdict =
  | { readonly kind: 'done' }
  | { readonly kind: 'later'; readonly entry: OutboxEntry; readonly inMs: number };

/** Sends all webhooks that are due. @throws UploadError `storage-unavailable` if the store does not answer */
export async function deliverDue(options: DeliverOptions): Promise<void> {
  const { outbox, signal } = options;
  while (!signal.aborted) {
    const tasks = await outbox.store.takeDue(outbox.list, BATCH, leaseMsOf(options));
    // All of them, so that no attempt runs on after this function has ended.
    const results = await Promise.allSettled(tasks.map((task) => deliverUpload(options, task)));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    if (tasks.length < BATCH) return;
  }
}

/** Drops the dead letters whose time is over. @throws UploadError as {@link deliverDue} does */
export async function dropOldLetters({ store, deadList }: WebhookOutbox): Promise<void> {
  for (;;) {
    const tasks = await store.takeDue(deadList, BATCH, LEASE_MARGIN_MS);
    for (const { id } of tasks) await store.finish(deadList, id);
    if (tasks.length < BATCH) return;
  }
}

/** Sends the webhooks of one upload in order, until one fails. Only the replica that took the task does so. */
async function deliverUpload(options: DeliverOptions, { id, payload }: DueTask): Promise<void> {
  let seen: string | undefined = payload;
  while (seen !== undefined) {
    const [head] = readEntries(seen);
    const verdict: Verdict = head
      ? await judge(options, head, await attempt(options, head))
      : { kind: 'done' };
    seen = await advance(options, { id, payload: seen }, head, verdict);
  }
}

/**
 * Records the verdict of an upload's first webhook. Meanwhile its end can have been added behind it.
 *
 * @returns the payload with the webhooks to send now. `undefined` if there is none, or if another replica took the task
 */
async function advance(
  options: DeliverOptions,
  { id, payload }: DueTask,
  head: OutboxEntry | undefined,
  verdict: Verdict,
): Promise<string | undefined> {
  const { store, list } = options.outbox;
  let seen = payload;
  for (;;) {
    const [first, ...rest] = readEntries(seen);
    if (first?.id !== head?.id) return undefined;
    const left = verdict.kind === 'later' ? [verdict.entry, ...rest] : rest;
    const next = {
      payload: left.map(writeEntry).join('\n'),
      dueInMs: verdict.kind === 'later' ? verdict.inMs : leaseMsOf(options),
    };
    const instead = await store.exchange(list, id, seen, left.length > 0 ? next : undefined);
    if (instead === undefined) return verdict.kind === 'done' && rest[0] ? next.payload : undefined;
    seen = instead;
  }
}

/** Tells of an attempt, and says what follows from it. */
async function judge(
  { outbox, retrySeconds, random, now, tell }: DeliverOptions,
  entry: OutboxEntry,
  result: Attempt,
): Promise<Verdict> {
  if (result.kind === 'stopped') return { kind: 'later', entry, inMs: 0 };
  const failures = (entry.failures ?? 0) + 1;
  const facts = { id: entry.id, event: entry.type, attempt: failures, status: result.status };
  if (result.kind === 'delivered') {
    tell({ type: 'webhook-delivered', ...facts });
    return { kind: 'done' };
  }
  const { reason } = result;
  const inMs = retryDelayMs(retrySeconds, failures, random);
  if (inMs !== undefined) {
    tell({ type: 'webhook-failed', ...facts, reason, retryInMs: inMs });
    return { kind: 'later', entry: { ...entry, failures }, inMs };
  }
  const payload = writeDeadLetter({ ...entry, failures, givenUpAt: now(), reason });
  // Before it leaves the outbox: if this replica dies in between, it is sent once more.
  await outbox.store.schedule(outbox.deadList, { id: entry.id, payload, dueInMs: DEAD_LETTER_MS });
  tell({ type: 'webhook-given-up', ...facts, reason });
  return { kind: 'done' };
}

function leaseMsOf({ timeoutMs }: DeliverOptions): number {
  return timeoutMs + LEASE_MARGIN_MS;
}
