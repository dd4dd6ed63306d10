import type { ScheduledTask, SharedStore, TaskChange } from '../store/shared-store.ts';
import type { Task } from '../store/task-list.ts';
import { type DeadLetter, readDeadLetter } from './dead-letter.ts';
import { type OutboxEntry, writeEntry } from './outbox-entry.ts';

/**
 * The webhooks that are not delivered yet, in the store that replicas share. Each upload has one task, whose payload has a
 * line for each webhook, so that one replica at a time sends those of one upload, in order.
 */
export interface WebhookOutbox {
  readonly store: SharedStore;
  /** The list of tasks. The ID of a task is that of its upload. */
  readonly list: string;
  /** The list of those that were given up. The ID of a task is that of its webhook. */
  readonly deadList: string;
  /** The task of an upload's first webhook. */
  first(entry: OutboxEntry, dueInMs: number): ScheduledTask;
  /** Adds a webhook behind the upload's others. */
  next(entry: OutboxEntry): TaskChange;
  /** Up to `limit` webhooks that were given up, the oldest first, or those of the IDs. */
  deadLetters(limit: number, ids?: readonly string[]): Promise<readonly DeadLetter[]>;
  /**
   * Sends a webhook again that was given up, with all of its attempts.
   *
   * @returns whether it was given up. If not, another caller may have sent it again just now
   */
  sendAgain(id: string): Promise<boolean>;
}

/** Longer than sending a webhook again takes. */
const CLAIM_MS = 60_000;

/** Opens the outbox of this name. */
export function createOutbox(store: SharedStore, name: string): WebhookOutbox {
  const list = `webhooks/${name}`;
  const deadList = `webhooks/${name}/dead`;
  const next = (entry: OutboxEntry) => ({ list, appended: taskOf(entry, 0) });
  async function deadLetters(limit: number, ids?: readonly string[]) {
    const tasks = await store.read(deadList, { limit, ids });
    return tasks
      .map(({ payload }) => readDeadLetter(payload))
      .filter((letter) => letter !== undefined);
  }
  return {
    store,
    list,
    deadList,
    first: (entry, dueInMs) => ({ list, task: taskOf(entry, dueInMs) }),
    next,
    deadLetters,
    async sendAgain(id) {
      const key = `${deadList}/${id}`;
      const claim = await store.claim(key, CLAIM_MS);
      if (!claim) return false;
      const [letter] = await deadLetters(1, [id]);
      if (!letter) {
        await claim.release();
        return false;
      }
      const { upload, type, body } = letter;
      const tasks = [next({ id, upload, type, body }), { list: deadList, finished: id }];
      return claim.commit({ key, value: '', ttlMs: CLAIM_MS, tasks });
    },
  };
}

function taskOf(entry: OutboxEntry, dueInMs: number): Task {
  return { id: entry.upload, payload: writeEntry(entry), dueInMs };
}
