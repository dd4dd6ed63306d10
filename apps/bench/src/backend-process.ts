import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A question to the backend's process. */
export type BackendQuestion = 'cpu' | 'heap';

/** A message from the backend's process: first its address, then one answer for each question. */
export type BackendAnswer =
  | { readonly url: string }
  | { readonly cpuSeconds: number }
  | { readonly heapBytes: number };

/** A backend in a separate process. This separates its cost from the cost of the load generator. */
export interface BackendProcess {
  /** Where the upload router is mounted. */
  readonly url: string;
  /** CPU time of all its threads since it started, in seconds. */
  cpuSeconds(): Promise<number>;
  /** Size of its heap after a garbage collection, in bytes. */
  heapBytes(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts the upload router of the built package with an S3. If there is a Redis, the router counts rates there. */
export async function startBackendProcess(
  s3Url: string,
  redisUrl?: string,
): Promise<BackendProcess> {
  const script = fileURLToPath(new URL('./presign-backend.ts', import.meta.url));
  const child = fork(script, redisUrl === undefined ? [s3Url] : [s3Url, redisUrl], {
    // Does not set the condition that prefers sources, because the benchmark measures what is published.
    execArgv: [
      ...process.execArgv.filter((argument) => !argument.startsWith('--conditions')),
      '--expose-gc',
    ],
  });
  const { url } = await nextAnswer<{ url: string }>(child);
  const ask = async <Answer extends BackendAnswer>(question: BackendQuestion): Promise<Answer> => {
    const answer = nextAnswer<Answer>(child);
    child.send(question);
    return answer;
  };
  return {
    url,
    cpuSeconds: async () => (await ask<{ cpuSeconds: number }>('cpu')).cpuSeconds,
    heapBytes: async () => (await ask<{ heapBytes: number }>('heap')).heapBytes,
    async stop() {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}

async function nextAnswer<Answer extends BackendAnswer>(child: ChildProcess): Promise<Answer> {
  const done = new AbortController();
  const { signal } = done;
  try {
    const [answer] = await Promise.race([
      once(child, 'message', { signal }),
      once(child, 'exit', { signal }).then(() => {
        throw new Error('The backend ended.');
      }),
    ]);
    return answer;
  } finally {
    done.abort();
  }
}
