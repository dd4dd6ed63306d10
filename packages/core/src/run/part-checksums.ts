import { type ChecksumMode, type Integrity, type PartPlan, partRange } from '@slipway/protocol';
import type { Checksummer } from '../ports/checksummer.ts';
import { failure } from '../retry/failure.ts';

/** The checksums of one file's parts. Each is computed once, however many callers ask for it. */
export interface PartChecksums {
  readonly mode: ChecksumMode;
  /** A part's checksum in base64. `undefined` until it is computed. */
  get(partNumber: number): string | undefined;
  /**
   * Reads the part, unless its checksum is known.
   *
   * @throws UploadError `file-changed` when the browser cannot read the file. Otherwise the signal's reason
   */
  compute(partNumber: number, signal: AbortSignal): Promise<string>;
  /** Starts reading the first parts, which are always needed. Failures reach the callers of `compute`. */
  readFirst(count: number, signal: AbortSignal): void;
  /**
   * Reads the part again after S3 received other bytes: did they change on their way, or in the file?
   *
   * @throws UploadError `file-changed` when the bytes in the file have changed
   */
  assertUnchanged(partNumber: number, signal: AbortSignal): Promise<void>;
  /** The checksum of the whole file in base64. Call it once all parts are computed. `undefined` for modes without one. */
  ofFile(): Promise<string | undefined>;
}

/** One reading of one part. */
interface Reading {
  readonly signal: AbortSignal;
  readonly result: Promise<string>;
  /** In base64, once it is computed. */
  checksum?: string;
}

/** Returns `undefined` if the policy asks for no checksums. */
export function checksumsOf(
  checksummer: Checksummer,
  file: Blob,
  plan: PartPlan,
  integrity: Integrity,
): PartChecksums | undefined {
  return integrity === 'none' ? undefined : createPartChecksums(checksummer, file, plan, integrity);
}

/** Creates the checksums of a file. Reads nothing yet. */
function createPartChecksums(
  checksummer: Checksummer,
  file: Blob,
  plan: PartPlan,
  mode: ChecksumMode,
): PartChecksums {
  const readings = new Map<number, Reading>();
  const get = (partNumber: number) => readings.get(partNumber)?.checksum;

  const read = (partNumber: number, signal: AbortSignal) => {
    const { start, end } = partRange(plan, file.size, partNumber);
    return readPart(checksummer, file.slice(start, end), mode, signal);
  };

  async function compute(partNumber: number, signal: AbortSignal): Promise<string> {
    const known = readings.get(partNumber);
    if (known && (known.checksum || !known.signal.aborted)) return known.result;
    const reading: Reading = { signal, result: read(partNumber, signal) };
    readings.set(partNumber, reading);
    try {
      reading.checksum = await reading.result;
    } catch {
      if (readings.get(partNumber) === reading) readings.delete(partNumber);
    }
    return reading.result;
  }

  return {
    mode,
    get,
    compute,
    readFirst(count, signal) {
      for (let n = 1; n <= Math.min(count, plan.partCount); n++) compute(n, signal).catch(() => {});
    },
    async assertUnchanged(partNumber, signal) {
      if ((await read(partNumber, signal)) !== get(partNumber)) throw failure('file-changed');
    },
    async ofFile() {
      if (plan.partCount === 1) return get(1);
      const parts = Array.from({ length: plan.partCount }, (_, i) => ({
        size: partRange(plan, file.size, i + 1).size,
        checksum: get(i + 1) ?? '',
      }));
      return checksummer.combine(mode, parts);
    },
  };
}

async function readPart(
  checksummer: Checksummer,
  part: Blob,
  mode: ChecksumMode,
  signal: AbortSignal,
): Promise<string> {
  try {
    return await checksummer.compute(part, mode, signal);
  } catch (cause) {
    signal.throwIfAborted();
    // A file of another window fails with that window's `DOMException`.
    const isRead = /DOMException/.test(Object.prototype.toString.call(cause));
    throw isRead ? failure('file-changed', { cause }) : cause;
  }
}
