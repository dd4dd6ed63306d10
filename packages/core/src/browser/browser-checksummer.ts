import { createStepwiseChecksummer } from '../checksum/stepwise-checksummer.ts';
import type { Checksummer } from '../ports/checksummer.ts';
import { abortable } from '../retry/abortable.ts';
import { createWorkerChecksummer } from './worker-checksummer.ts';

interface Task {
  /** Bytes to read. */
  readonly size: number;
  /** Does the task, and never rejects. */
  readonly run: (by: Checksummer) => Promise<void>;
}

/** Two keep up with any network that a page sees; more would take from the threads that send. */
const MAX_WORKERS = 2;

/**
 * Computes checksums in workers. Where the page's policy refuses them, or their script is not there, they are
 * computed on the page's own thread, step by step.
 *
 * @param workerUrl where the workers' script lies, on the page's own origin; beside this code where left out
 */
export function createBrowserChecksummer(workerUrl?: string | URL): Checksummer {
  const waiting: Task[] = [];
  const busy = new Map<Checksummer, Task>();
  let idle: Checksummer[] = [];
  let free = Math.min(MAX_WORKERS, globalThis.navigator?.hardwareConcurrency ?? 1);
  let broken = false;

  /** All workers come from the same place: when one does not work, none does. */
  function fallBack(): void {
    if (broken) return;
    broken = true;
    for (const worker of [...idle, ...busy.keys()]) worker.close();
    waiting.unshift(...busy.values());
    busy.clear();
    idle = [createStepwiseChecksummer()];
    free = 0;
    next();
  }

  function start(): Checksummer | undefined {
    if (free === 0) return undefined;
    try {
      free--;
      return createWorkerChecksummer(workerUrl, fallBack);
    } catch {
      fallBack();
      return undefined;
    }
  }

  function next(): void {
    while (waiting.length > 0) {
      const by = idle.pop() ?? start();
      if (!by) return;
      void work(by);
    }
  }

  async function work(by: Checksummer): Promise<void> {
    // Small files are not to wait for the parts of large ones.
    const smallest = waiting.reduce((a, b) => (b.size < a.size ? b : a));
    waiting.splice(waiting.indexOf(smallest), 1);
    busy.set(by, smallest);
    await smallest.run(by);
    if (busy.delete(by)) idle.push(by);
    next();
  }

  function enqueue<T>(size: number, ask: (by: Checksummer) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      waiting.push({ size, run: (by) => ask(by).then(resolve, reject) });
      next();
    });
  }

  return {
    compute: (part, mode, signal) =>
      abortable(
        enqueue(part.size, async (by) => {
          signal.throwIfAborted();
          return by.compute(part, mode, signal);
        }),
        signal,
      ),
    combine: (mode, parts) => enqueue(0, (by) => by.combine(mode, parts)),
    close() {
      for (const worker of [...idle, ...busy.keys()]) worker.close();
    },
  };
}
