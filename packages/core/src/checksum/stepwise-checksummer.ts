import type { Checksummer } from '../ports/checksummer.ts';
import { combineChecksums } from './combine-checksums.ts';
import { computeChecksum } from './compute-checksum.ts';
import { MAX_DIGEST_BYTES, type WebDigests } from './web-digests.ts';

/**
 * Computes checksums on the calling thread, in steps of a few milliseconds. Other tasks run in between.
 *
 * @param webDigests left out where there is no WebCrypto. Browsers compute its digests on threads of their own
 */
export function createStepwiseChecksummer(webDigests?: WebDigests): Checksummer {
  return {
    maxFastSha256Bytes: webDigests && MAX_DIGEST_BYTES,
    compute: (part, mode, signal) =>
      computeChecksum(part, mode, () => nextTask(signal), webDigests),
    combine: async (mode, parts) => combineChecksums(mode, parts),
    close() {},
  };
}

/**
 * Waits until the tasks that are already queued have run. A message arrives sooner than any timer.
 *
 * @throws the signal's reason
 */
async function nextTask(signal: AbortSignal): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  await new Promise((resolve) => {
    port1.addEventListener('message', resolve);
    port1.start();
    port2.postMessage(undefined);
  });
  port1.close();
  signal.throwIfAborted();
}
