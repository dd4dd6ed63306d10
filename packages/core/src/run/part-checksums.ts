import { type ChecksumMode, type Integrity, type PartPlan, partRange } from '@slipway/protocol';
import type { Checksummer } from '../ports/checksummer.ts';
import { failure } from '../retry/failure.ts';

/** The checksums of one file's parts: each is computed once, whoever asks for it. */
export interface PartChecksums {
  readonly mode: ChecksumMode;
  /** Base64; `undefined` while it is not computed. */
  get(partNumber: number): string | undefined;
  /**
   * Reads the part, unless that was done before.
   *
   * @throws UploadError `file-changed` when the browser cannot read it; the signal's reason
   */
  compute(partNumber: number, signal: AbortSignal): Promise<string>;
  /** Begins to read the first parts, which are sure to be asked for; whoever asks is told of failures. */
  readFirst(count: number, signal: AbortSignal): void;
  /**
   * Reads the part again. S3 has received other bytes than these: on their way, or in the file?
   *
   * @throws UploadError `file-changed` when the file's own bytes are no longer the same
   */
  assertUnchanged(partNumber: number, signal: AbortSignal): Promise<void>;
  /** The whole file's in base64, once all parts' are computed; `undefined` for modes that have none for it. */
  ofFile(): Promise<string | undefined>;
}

/** None where nothing is checksummed. */
export function checksumsOf(
  checksummer: Checksummer,
  file: Blob,
  plan: PartPlan,
  integrity: Integrity,
): PartChecksums | undefined {
  return integrity === 'none' ? undefined : createPartChecksums(checksummer, file, plan, integrity);
}

/** Nothing is read yet. */
function createPartChecksums(
  checksummer: Checksummer,
  file: Blob,
  plan: PartPlan,
  mode: ChecksumMode,
): PartChecksums {
  const known = new Map<number, string>();
  const computing = new Map<
    number,
    { readonly reading: Promise<string>; readonly signal: AbortSignal }
  >();

  async function read(partNumber: number, signal: AbortSignal): Promise<string> {
    const { start, end } = partRange(plan, file.size, partNumber);
    try {
      return await checksummer.compute(file.slice(start, end), mode, signal);
    } catch (cause) {
      signal.throwIfAborted();
      throw cause instanceof DOMException ? failure('file-changed', { cause }) : cause;
    }
  }

  async function readOnce(partNumber: number, signal: AbortSignal): Promise<string> {
    try {
      const checksum = await read(partNumber, signal);
      known.set(partNumber, checksum);
      return checksum;
    } finally {
      if (computing.get(partNumber)?.signal === signal) computing.delete(partNumber);
    }
  }

  async function compute(partNumber: number, signal: AbortSignal): Promise<string> {
    const checksum = known.get(partNumber);
    if (checksum) return checksum;
    const begun = computing.get(partNumber);
    if (begun && !begun.signal.aborted) return begun.reading;
    const reading = readOnce(partNumber, signal);
    computing.set(partNumber, { reading, signal });
    return reading;
  }

  return {
    mode,
    get: (partNumber) => known.get(partNumber),
    compute,
    readFirst(count, signal) {
      for (let n = 1; n <= Math.min(count, plan.partCount); n++) compute(n, signal).catch(() => {});
    },
    async assertUnchanged(partNumber, signal) {
      if ((await read(partNumber, signal)) !== known.get(partNumber)) throw failure('file-changed');
    },
    async ofFile() {
      if (plan.partCount === 1) return known.get(1);
      const parts = Array.from({ length: plan.partCount }, (_, i) => ({
        size: partRange(plan, file.size, i + 1).size,
        checksum: known.get(i + 1) ?? '',
      }));
      return checksummer.combine(mode, parts);
    },
  };
}
