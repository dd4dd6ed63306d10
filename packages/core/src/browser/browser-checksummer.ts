import { S3_LIMITS } from '@slipway/protocol';
import { createStepwiseChecksummer } from '../checksum/stepwise-checksummer.ts';
import type { Checksummer } from '../ports/checksummer.ts';
import { abortable } from '../retry/abortable.ts';
import { createWorkerChecksummer } from './worker-checksummer.ts';

interface Task {
  /** Bytes to read. */
  readonly size: number;
  /** Does the task. Never rejects. */
  readonly run: (by: Checksummer) => Promise<void>;
}

/** Two keep up with any network that a page sees. More would slow down the threads that send. */
const MAX_WORKERS = 2;

const WORKER_WARNING =
  'Slipway: the checksum worker did not start, so the page computes checksums on its own thread. ' +
  'See docs/troubleshooting.md#the-checksum-worker-did-not-start';

/**
 * Computes checksums in workers. If the page's policy refuses workers, or their script is missing, computes them on the
 * page's own thread, step by step. The console says so once.
 *
 * @param workerUrl where the workers' script is, on the page's own origin. @defaultValue the script in this package
 */
export function createBrowserChecksummer(workerUrl?: string | URL): Checksummer {
  const crew = createCrew(workerUrl);
  return {
    compute: (part, mode, signal) =>
      abortable(
        crew.ask(part.size, async (by) => {
          signal.throwIfAborted();
          return by.compute(part, mode, signal);
        }),
        signal,
      ),
    combine: (mode, parts) => crew.ask(0, (by) => by.combine(mode, parts)),
    close: crew.close,
  };
}

/** The checksummers that do the work: workers, or one on the page's own thread. */
interface Crew {
  /** Gives a task to the next idle checksummer. `size` is the number of bytes to read. */
  ask<T>(size: number, ask: (by: Checksummer) => Promise<T>): Promise<T>;
  close(): void;
}

function createCrew(workerUrl: string | URL | undefined): Crew {
  const waiting: Task[] = [];
  const busy = new Map<Checksummer, Task>();
  let idle: Checksummer[] = [];
  /** How many more workers may start. -1 once one has failed. */
  let free = Math.min(MAX_WORKERS, globalThis.navigator?.hardwareConcurrency ?? 1);

  function close(): void {
    for (const worker of [...idle, ...busy.keys()]) worker.close();
  }

  /** All workers come from the same address, so if one fails, all do. */
  function fallBack(): void {
    if (free < 0) return;
    free = -1;
    console.warn(WORKER_WARNING);
    close();
    waiting.unshift(...busy.values());
    busy.clear();
    idle = [createStepwiseChecksummer(globalThis.crypto?.subtle)];
    next();
  }

  function start(): Checksummer | undefined {
    if (free <= 0) return undefined;
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
      void work(by, takeSmallest(waiting));
    }
  }

  async function work(by: Checksummer, task: Task): Promise<void> {
    busy.set(by, task);
    await task.run(by);
    if (busy.delete(by)) idle.push(by);
    next();
  }

  return {
    ask: (size, ask) =>
      new Promise((resolve, reject) => {
        waiting.push({ size, run: (by) => ask(by).then(resolve, reject) });
        next();
      }),
    close,
  };
}

/**
 * Takes the smallest task, so that small files do not wait for the parts of large ones. Parts keep their order, because the
 * next part to send was asked for first.
 */
function takeSmallest(tasks: Task[]): Task {
  const rank = ({ size }: Task) => Math.min(size, S3_LIMITS.minPartSize);
  const smallest = tasks.reduce((a, b) => (rank(b) < rank(a) ? b : a));
  tasks.splice(tasks.indexOf(smallest), 1);
  return smallest;
}
