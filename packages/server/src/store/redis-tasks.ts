import { listFull } from './list-full.ts';
import { CHANGE, EXCHANGE, READ_TASKS, TAKE_DUE } from './redis-scripts.ts';
import type { TaskChange } from './shared-store.ts';
import type { DueTask, TaskList } from './task-list.ts';

/** Runs a script in Redis. */
export type RunScript = (
  script: string,
  keys: readonly string[],
  ...args: readonly (string | number)[]
) => Promise<unknown>;

/** A {@link TaskList} in Redis, for a store that changes tasks together with other keys. */
export interface RedisTasks {
  readonly list: TaskList;
  /**
   * Runs a script that changes tasks after something else, with the keys and arguments of that.
   *
   * @returns whether the script changed anything
   */
  change(
    script: string,
    keys: readonly string[],
    args: readonly (string | number)[],
    changes: readonly TaskChange[],
  ): Promise<boolean>;
}

/** What the lists are made with. */
export interface RedisTasksOptions {
  readonly run: RunScript;
  readonly prefix: string;
  /** The most tasks of each list. */
  readonly maxTasks: number;
  readonly onFull: ((list: string) => void) | undefined;
}

/** Makes the lists of one store. */
export function createRedisTasks({ run, prefix, maxTasks, onFull }: RedisTasksOptions): RedisTasks {
  const keysOf = (list: string) =>
    ['due', 'payloads'].map((part) => `${prefix}tasks:{${list}}:${part}`);

  const change: RedisTasks['change'] = async (script, keys, args, changes) => {
    const allKeys = [...keys, ...changes.flatMap(({ list }) => keysOf(list))];
    const answer = await run(script, allKeys, maxTasks, ...args, ...changes.flatMap(argsOf));
    if (typeof answer === 'number') {
      const { list } = changes[answer] as TaskChange;
      onFull?.(list);
      throw listFull(list);
    }
    if (!Array.isArray(answer)) return false;
    for (const [i, { list }] of changes.entries()) {
      for (let lost = Number(answer[i]); lost > 0; lost -= 1) onFull?.(list);
    }
    return true;
  };

  return {
    change,
    list: {
      async schedule(list, task) {
        await change(CHANGE, [], [], [{ list, task }]);
      },
      async takeDue(list, limit, leaseMs) {
        return toTasks(await run(TAKE_DUE, keysOf(list), limit, wholeMs(leaseMs)));
      },
      async release(list, id) {
        await change(CHANGE, [], [], [{ list, released: id }]);
      },
      async finish(list, id) {
        await change(CHANGE, [], [], [{ list, finished: id }]);
      },
      async exchange(list, id, seen, next) {
        const args = argsOf(next ? { list, task: { id, ...next } } : { list, finished: id });
        const answer = await run(EXCHANGE, keysOf(list), maxTasks, seen, ...args);
        return answer === null ? undefined : String(answer);
      },
      async read(list, { limit, ids }) {
        if (ids?.length === 0) return [];
        return toTasks(await run(READ_TASKS, keysOf(list), limit, ...(ids ?? [])));
      },
    },
  };
}

/** The answer of a script: IDs and payloads in turn. */
function toTasks(answer: unknown): readonly DueTask[] {
  const texts = (answer as unknown[]).map(String);
  return Array.from({ length: texts.length / 2 }, (_, i) => ({
    id: texts[2 * i] as string,
    payload: texts[2 * i + 1] as string,
  }));
}

/** A task can be due at once, so its time may be 0, unlike a lifetime. */
function argsOf(change: TaskChange): readonly (string | number)[] {
  if ('finished' in change) return ['finish', change.finished, '', 0];
  if ('released' in change) return ['release', change.released, '', 0];
  const [kind, { id, payload, dueInMs }] =
    'task' in change
      ? (['schedule', change.task] as const)
      : (['append', change.appended] as const);
  return [kind, id, payload, Math.ceil(dueInMs)];
}

/** Redis accepts neither fractions nor 0. */
export function wholeMs(ms: number): string {
  return String(Math.max(1, Math.ceil(ms)));
}
