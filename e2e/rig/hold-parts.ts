import type { FaultMoment } from '@slipway/local-s3';
import type { Storage } from './storage.ts';

/** Longer than any test: a held part is never answered, unless its connection is closed. */
const FOREVER_MS = 600_000;

/**
 * Makes S3 sit on every part from `partNumber` on: the bytes arrive, unless it is held
 * at its headers; the answer does not. Returns a function that ends this for
 * requests to come.
 */
export function holdPartsFrom(
  storage: Storage,
  partNumber: number,
  moment: FaultMoment = 'body', // With the body read, S3 notices when the browser gives up.
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
