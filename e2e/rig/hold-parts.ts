import type { FaultMoment } from '@slipway/local-s3';
import type { Storage } from './storage.ts';

/** Longer than any test: a held part gets no response unless its connection is closed. */
const FOREVER_MS = 600_000;

/**
 * Makes S3 hold every part from `partNumber` on. The bytes arrive (unless S3 holds the part at its headers), but S3
 * does not respond. Returns a function that ends this for later requests.
 */
export function holdPartsFrom(
  storage: Storage,
  partNumber: number,
  moment: FaultMoment = 'body', // With the body read, S3 notices when the browser disconnects.
): () => void {
  const rules = Array.from({ length: 100 }, (_, i) =>
    storage.faults.add({
      operation: 'UploadPart',
      partNumber: partNumber + i,
      times: Number.POSITIVE_INFINITY,
      moment,
      fault: { kind: 'delay', delayMs: FOREVER_MS },
    }),
  );
  return () => {
    for (const remove of rules) remove();
  };
}
