import type { Checksummer } from '../ports/checksummer.ts';
import { combineChecksums } from './combine-checksums.ts';
import { computeChecksum } from './compute-checksum.ts';

/** Computes where it is called, a step of a few milliseconds at a time: others get their turn in between. */
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

/** Sooner than any timer, and later than whatever waits already. */
async function nextTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  await new Promise((resolve) => {
    port1.addEventListener('message', resolve);
    port1.start();
    port2.postMessage(undefined);
  });
  port1.close();
}
