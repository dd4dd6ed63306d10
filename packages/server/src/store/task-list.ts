/** Work to do later, by any replica. */
export interface Task {
  /** Names the task within its list. Scheduling the same ID again replaces the task. */
  readonly id: string;
  readonly payload: string;
  /** In milliseconds from now. */
  readonly dueInMs: number;
}

/** A task that is due. */
export type DueTask = Pick<Task, 'id' | 'payload'>;

/** How long a list keeps a task that no replica takes, in milliseconds after it is due: a week. */
export const TASK_KEPT_MS = 7 * 24 * 60 * 60 * 1_000;

/** Lists of tasks that survive the replica that scheduled them. */
export interface TaskList {
  schedule(list: string, task: Task): Promise<void>;
  /**
   * Takes up to `limit` tasks that are due, the oldest first. Other callers do not get them for `leaseMs` milliseconds.
   * After that an unfinished task is due again, because the replica that took it may have died.
   */
  takeDue(list: string, limit: number, leaseMs: number): Promise<readonly DueTask[]>;
  /** Makes a task due now, and leaves its payload. Does nothing if there is none. */
  release(list: string, id: string): Promise<void>;
  /** Removes a task. Does nothing if there is none. */
  finish(list: string, id: string): Promise<void>;
  /**
   * Replaces a task, or removes it if there is no `next`, but only while its payload is still `seen`: another caller can have
   * added a line to it.
   *
   * @returns the payload that the task has instead. `undefined` if it was replaced or removed, or if there is no such task
   */
  exchange(
    list: string,
    id: string,
    seen: string,
    next: Omit<Task, 'id'> | undefined,
  ): Promise<string | undefined>;
  /** Reads up to `limit` tasks and takes none: those of the IDs, or else those that are due first. */
  read(
    list: string,
    which: { readonly limit: number; readonly ids?: readonly string[] | undefined },
  ): Promise<readonly DueTask[]>;
}
