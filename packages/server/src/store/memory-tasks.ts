import { ExpiringMap, type ExpiringMapOptions } from './expiring-map.ts';
import type { TaskChange } from './shared-store.ts';
import { type DueTask, TASK_KEPT_MS, type Task, type TaskList } from './task-list.ts';

interface Entry {
  readonly list: string;
  readonly id: string;
  payload: string;
  dueAt: number;
}

/** A {@link TaskList} in this process, for a store that changes several tasks at once. */
export interface MemoryTasks {
  readonly list: TaskList;
  change(changes: readonly TaskChange[]): void;
  /** The list that has no room for these changes. `undefined` if all have. */
  findFull(changes: readonly TaskChange[]): string | undefined;
}

/**
 * Makes the lists. A full list loses the tasks that are due last. Deleting what a client may still write is due soon.
 *
 * @param onFull called with the list of each task that is lost
 */
export function createMemoryTasks(
  options: ExpiringMapOptions,
  onFull: (list: string) => void = () => {},
): MemoryTasks {
  const { now } = options;
  const entries = new ExpiringMap<Entry>({
    ...options,
    evicted: 'last to expire',
    onEvicted: ({ list }) => onFull(list),
  });
  const find = (list: string, id: string) => entries.get(keyOf(list, id));
  const inOrder = (list: string, until = Infinity) =>
    [...entries.values()]
      .filter((one) => one.list === list && one.dueAt <= until)
      .sort((a, b) => a.dueAt - b.dueAt);

  const { schedule, append, release, finish } = writersOf(entries, now);

  return {
    change(changes) {
      for (const change of changes) {
        if ('task' in change) schedule(change.list, change.task);
        else if ('appended' in change) append(change.list, change.appended);
        else if ('released' in change) release(change.list, change.released);
        else finish(change.list, change.finished);
      }
    },
    findFull: (changes) => findFullList({ ...options, onFull, entries }, changes),
    list: {
      schedule: async (list, task) => schedule(list, task),
      async takeDue(list, limit, leaseMs) {
        const due = inOrder(list, now()).slice(0, limit);
        for (const entry of due) entry.dueAt = now() + leaseMs;
        return due.map(toTask);
      },
      release: async (list, id) => release(list, id),
      finish: async (list, id) => finish(list, id),
      async exchange(list, id, seen, next) {
        const entry = find(list, id);
        if (entry?.payload !== seen) return entry?.payload;
        if (next) schedule(list, { id, ...next });
        else finish(list, id);
        return undefined;
      },
      async read(list, { limit, ids }) {
        const found = ids?.map((id) => find(list, id)) ?? inOrder(list);
        return found.flatMap((entry) => (entry ? toTask(entry) : [])).slice(0, limit);
      },
    },
  };
}

/** What changes one task. */
function writersOf(entries: ExpiringMap<Entry>, now: () => number) {
  const find = (list: string, id: string) => entries.get(keyOf(list, id));

  function schedule(list: string, { id, payload, dueInMs }: Task): void {
    const entry = { list, id, payload, dueAt: now() + dueInMs };
    entries.set(keyOf(list, id), entry, dueInMs + TASK_KEPT_MS);
  }

  function append(list: string, task: Task): void {
    const entry = find(list, task.id);
    if (entry) entry.payload += `\n${task.payload}`;
    else schedule(list, task);
  }

  function release(list: string, id: string): void {
    const entry = find(list, id);
    if (entry) entry.dueAt = now();
  }

  const finish = (list: string, id: string) => entries.delete(keyOf(list, id));

  return { schedule, append, release, finish };
}

/** What {@link findFullList} needs. */
interface FullSearch {
  readonly entries: ExpiringMap<Entry>;
  readonly maxEntries: number;
  readonly onFull: (list: string) => void;
}

function findFullList(
  { entries, maxEntries, onFull }: FullSearch,
  changes: readonly TaskChange[],
): string | undefined {
  if (entries.size < maxEntries) return undefined;
  const added = changes.find((change) => {
    const task = 'task' in change ? change.task : 'appended' in change && change.appended;
    return task && !entries.get(keyOf(change.list, task.id));
  });
  // Expired entries leave only when the map makes room.
  if (!added || [...entries.values()].length < maxEntries) return undefined;
  onFull(added.list);
  return added.list;
}

function toTask({ id, payload }: Entry): DueTask {
  return { id, payload };
}

function keyOf(list: string, id: string): string {
  return JSON.stringify([list, id]);
}
