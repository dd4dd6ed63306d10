import type { ChecksumMode } from '@slipway/protocol';
import type { ChecksummedPart, Checksummer } from '../ports/checksummer.ts';
import { type Deferred, deferred } from '../retry/deferred.ts';
import { trustScriptUrl } from './trust-script-url.ts';

/** A message to the worker. */
export type WorkerRequest =
  | { readonly job: number; readonly mode: ChecksumMode; readonly part: Blob }
  | {
      readonly job: number;
      readonly mode: ChecksumMode;
      readonly parts: readonly ChecksummedPart[];
    }
  | { readonly stop: number };

/** A message from the worker: a value, or the exception of the read. */
export interface WorkerAnswer {
  readonly job: number;
  readonly result:
    | { readonly value: string | undefined }
    | { readonly name: string; readonly message: string };
}

/** A script that has sent no message by then is the wrong one, or is still loading. */
const START_TIMEOUT_MS = 10_000;

/**
 * Computes checksums in its own module worker. Calls `onBroken` when the worker does not load, fails, or sends no
 * message within ten seconds of its start. After that, pending calls never settle.
 *
 * @throws when the browser or the page's policy refuses workers from that address
 */
export function createWorkerChecksummer(
  workerUrl: string | URL | undefined,
  onBroken: () => void,
): Checksummer {
  const worker = startWorker(workerUrl);
  const jobs = new Map<number, Deferred<string | undefined>>();
  let lastJob = 0;
  const silence = setTimeout(onBroken, START_TIMEOUT_MS);

  worker.addEventListener('message', ({ data }: MessageEvent<WorkerAnswer>) => {
    clearTimeout(silence);
    const { job, result } = data;
    const asked = jobs.get(job);
    jobs.delete(job);
    if ('value' in result) asked?.resolve(result.value);
    else asked?.reject(new DOMException(result.message, result.name));
  });
  worker.addEventListener('error', (event) => {
    event.preventDefault(); // The page computes instead of the worker, so this is no error of the page.
    clearTimeout(silence);
    onBroken();
  });

  function ask(request: (job: number) => WorkerRequest): {
    readonly job: number;
    readonly answer: Deferred<string | undefined>;
  } {
    lastJob++;
    const answer = deferred<string | undefined>();
    jobs.set(lastJob, answer);
    worker.postMessage(request(lastJob));
    return { job: lastJob, answer };
  }

  return {
    async compute(part, mode, signal) {
      const { job, answer } = ask((job) => ({ job, mode, part }));
      // Still waits for the worker's answer, because the worker is busy until then.
      const stop = () => worker.postMessage({ stop: job });
      signal.addEventListener('abort', stop);
      try {
        return (await answer.promise) ?? '';
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
    combine: (mode, parts) => ask((job) => ({ job, mode, parts })).answer.promise,
    close() {
      clearTimeout(silence);
      worker.terminate();
    },
  };
}

/**
 * Names the worker in one file, so that a bundler may copy it or bundle it again. Vite looks for
 * `new Worker(new URL(…, import.meta.url))`, others for the inner `new URL`. The subclass keeps that text, and
 * hands the browser an address that pages with Trusted Types accept.
 */
function startWorker(workerUrl: string | URL | undefined): globalThis.Worker {
  class Worker extends globalThis.Worker {
    constructor(url: string | URL, options: WorkerOptions) {
      super(trustScriptUrl(url), options);
    }
  }
  if (workerUrl) return new Worker(workerUrl, { type: 'module' });
  return new Worker(new URL('../checksum-worker.js', import.meta.url), { type: 'module' });
}
