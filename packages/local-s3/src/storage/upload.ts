import type { PartRecord, UploadRecord } from './records.ts';
import { compareKeys } from './sorted-index.ts';

/** An unfinished upload and its parts so far. */
export class Upload {
  readonly record: UploadRecord;
  readonly #parts = new Map<number, PartRecord>();

  constructor(record: UploadRecord, parts: Iterable<PartRecord> = []) {
    this.record = record;
    for (const part of parts) this.#parts.set(part.partNumber, part);
  }

  get key(): string {
    return this.record.key;
  }

  part(partNumber: number): PartRecord | undefined {
    return this.#parts.get(partNumber);
  }

  setPart(part: PartRecord): void {
    this.#parts.set(part.partNumber, part);
  }

  /** Sorted by part number. */
  parts(): PartRecord[] {
    return [...this.#parts.values()].sort((a, b) => a.partNumber - b.partNumber);
  }
}

/** By key, and for one key by creation time. */
export function compareUploads({ record: a }: Upload, { record: b }: Upload): number {
  return (
    compareKeys(a.key, b.key) ||
    a.initiatedMs - b.initiatedMs ||
    compareKeys(a.uploadId, b.uploadId)
  );
}
