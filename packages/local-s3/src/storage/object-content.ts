import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectRecord } from './records.ts';

const READ_BYTES = 512 * 1024;

/** A range of an object's bytes that stays readable until released, even if the object is deleted. */
export interface ObjectContent {
  /** Bytes. */
  readonly size: number;
  read(): AsyncGenerator<Buffer>;
  release(): void;
}

/** Opens objects' bytes. Removes them when the object is gone and its last reader has finished. */
export class ObjectFiles {
  readonly #dataDir: string;
  readonly #remove: (record: ObjectRecord) => void;
  // Keyed by the parts, which stay the same when only an object's attributes change.
  readonly #readers = new Map<ObjectRecord['parts'], number>();
  readonly #retired = new Set<ObjectRecord['parts']>();

  constructor(dataDir: string, remove: (record: ObjectRecord) => void) {
    this.#dataDir = dataDir;
    this.#remove = remove;
  }

  /** Opens the bytes from `start` up to but not including `end`. */
  open(record: ObjectRecord, start = 0, end = record.size): ObjectContent {
    this.#readers.set(record.parts, (this.#readers.get(record.parts) ?? 0) + 1);
    let released = false;
    return {
      size: end - start,
      read: () => this.#read(record, start, end),
      release: () => {
        if (released) return;
        released = true;
        this.#release(record);
      },
    };
  }

  /** Removes the files of a replaced or deleted object after its last reader has finished. */
  retire(record: ObjectRecord): void {
    if (this.#readers.has(record.parts)) this.#retired.add(record.parts);
    else this.#remove(record);
  }

  #release(record: ObjectRecord): void {
    const left = (this.#readers.get(record.parts) ?? 1) - 1;
    if (left > 0) {
      this.#readers.set(record.parts, left);
      return;
    }
    this.#readers.delete(record.parts);
    if (this.#retired.delete(record.parts)) this.#remove(record);
  }

  async *#read(record: ObjectRecord, start: number, end: number): AsyncGenerator<Buffer> {
    let partStart = 0;
    for (const part of record.parts) {
      const from = Math.max(start - partStart, 0);
      const to = Math.min(end - partStart, part.size);
      partStart += part.size;
      if (from >= to) continue;
      const file = await open(join(this.#dataDir, part.file), 'r');
      try {
        for (let position = from; position < to; ) {
          const wanted = Math.min(READ_BYTES, to - position);
          const buffer = Buffer.allocUnsafe(wanted);
          const { bytesRead } = await file.read(buffer, 0, wanted, position);
          if (bytesRead === 0) throw new Error(`${part.file} is shorter than its record says`);
          position += bytesRead;
          yield buffer.subarray(0, bytesRead);
        }
      } finally {
        await file.close();
      }
    }
  }
}
