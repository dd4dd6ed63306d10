import type { Checksummer } from '../ports/checksummer.ts';
import { combineChecksums } from './combine-checksums.ts';
import { computeChecksum } from './compute-checksum.ts';

/** Computes checksums on the calling thread, in steps of a few milliseconds. Other tasks run in between. */
export function createStepwiseChecksummer(): Checksummer {
  return {
    compute: (part, mode, signal) =>
      computeChecksum(part, mode, async () => {
        await nextTask();
        signal.throwIfAborted();
      }),
    combine: async (mode, parts) => combineChecksums(mode, parts),
    close() {},
  };
}

/** Waits until the tasks that are already queued have run. A message arrives sooner than any timer. */
async function nextTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  await new Promise((resolve) => {
    port1.addEventListener('message', resolve);
    port1.start();
    port2.postMessage(undefined);
  });
  port1.close();
}
