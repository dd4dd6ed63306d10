import type { PartRecord, UploadRecord } from './records.ts';

/** An unfinished upload with the parts it has so far. */
export class Upload {
  readonly record: UploadRecord;
  readonly #parts = new Map<number, PartRecord>();

  constructor(record: UploadRecord, parts: Iterable<PartRecord> = []) {
    this.record = record;
    for (const part of parts) this.#parts.set(part.partNumber, part);
  }

  part(partNumber: number): PartRecord | undefined {
    return this.#parts.get(partNumber);
  }

  setPart(part: PartRecord): void {
    this.#parts.set(part.partNumber, part);
  }

  /** In order of part number. */
  parts(): PartRecord[] {
    return [...this.#parts.values()].sort((a, b) => a.partNumber - b.partNumber);
  }
}
