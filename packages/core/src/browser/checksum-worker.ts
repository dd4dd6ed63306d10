import { combineChecksums } from '../checksum/combine-checksums.ts';
import { computeChecksum } from '../checksum/compute-checksum.ts';
import type { WorkerAnswer, WorkerRequest } from './worker-checksummer.ts';

/** Jobs that the page no longer waits for. */
const stopped = new Set<number>();

addEventListener('message', async ({ data }: MessageEvent<WorkerRequest>) => {
  if ('stop' in data) {
    stopped.add(data.stop);
    return;
  }
  const { job, mode } = data;
  const answer = (result: WorkerAnswer['result']) => postMessage({ job, result });
  if ('parts' in data) return answer({ value: combineChecksums(mode, data.parts) });
  try {
    const goOn = () => {
      if (stopped.has(job)) throw new DOMException('No longer needed.', 'AbortError');
    };
    const value = await computeChecksum(data.part, mode, goOn, globalThis.crypto?.subtle);
    answer({ value });
  } catch (error) {
    const { name, message } = error as DOMException;
    answer({ name, message });
  } finally {
    stopped.delete(job);
  }
});

// Tells the page that the script runs: no job has this number.
postMessage({ job: 0, result: { value: undefined } } satisfies WorkerAnswer);
