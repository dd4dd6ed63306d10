import { ExpiringMap, type ExpiringMapOptions } from './expiring-map.ts';
import { TASK_KEPT_MS, type TaskList } from './task-list.ts';

interface Entry {
  readonly list: string;
  readonly id: string;
  readonly payload: string;
  dueAt: number;
}

/**
 * A {@link TaskList} in this process. A full list loses the tasks that are due last. Deleting what a client may still
 * write is due soon.
 */
export function createMemoryTasks(options: ExpiringMapOptions): TaskList {
  const { now } = options;
  const entries = new ExpiringMap<Entry>({ ...options, evicted: 'last to expire' });
  return {
    async schedule(list, { id, payload, dueInMs }) {
      const entry = { list, id, payload, dueAt: now() + dueInMs };
      entries.set(keyOf(list, id), entry, dueInMs + TASK_KEPT_MS);
    },
    async takeDue(list, limit, leaseMs) {
      const due = [...entries.values()]
        .filter((entry) => entry.list === list && entry.dueAt <= now())
        .sort((a, b) => a.dueAt - b.dueAt)
        .slice(0, limit);
      for (const entry of due) entry.dueAt = now() + leaseMs;
      return due.map(({ id, payload }) => ({ id, payload }));
    },
    async finish(list, id) {
      entries.delete(keyOf(list, id));
    },
  };
}

function keyOf(list: string, id: string): string {
  return JSON.stringify([list, id]);
}
