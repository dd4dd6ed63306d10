import { type PartPlan, partRange, type StoredPart } from '@slipway/protocol';

/**
 * What one run knows about its parts: which S3 holds, and how far those on the wire are. Made anew for
 * every run from what S3 lists.
 */
export class PartLedger {
  readonly plan: PartPlan;
  readonly size: number;
  readonly #etags = new Map<number, string | undefined>();
  readonly #inFlight = new Map<number, number>();
  #doneBytes = 0;
  #inFlightBytes = 0;

  constructor(plan: PartPlan, size: number, stored: readonly StoredPart[] = []) {
    this.plan = plan;
    this.size = size;
    for (const part of stored) {
      if (part.partNumber < 1 || part.partNumber > plan.partCount) continue;
      // A part of another size was not sent by this plan: it is sent again, and S3 replaces it.
      if (part.size !== partRange(plan, size, part.partNumber).size) continue;
      this.finish(part.partNumber, part.etag);
    }
  }

  /** Bytes that S3 has acknowledged. */
  get doneBytes(): number {
    return this.#doneBytes;
  }

  /** Bytes acknowledged or on the wire. */
  get loaded(): number {
    return Math.min(this.#doneBytes + this.#inFlightBytes, this.size);
  }

  get partsDone(): number {
    return this.#etags.size;
  }

  /** Numbers of the parts that S3 does not hold, ascending. */
  missing(): number[] {
    const numbers: number[] = [];
    for (let n = 1; n <= this.plan.partCount; n++) if (!this.#etags.has(n)) numbers.push(n);
    return numbers;
  }

  /** Notes bytes of a part handed to the network. */
  progress(partNumber: number, loaded: number): void {
    this.#inFlightBytes += loaded - (this.#inFlight.get(partNumber) ?? 0);
    this.#inFlight.set(partNumber, loaded);
  }

  /** Takes a part off the wire: its bytes no longer count. */
  drop(partNumber: number): void {
    this.#inFlightBytes -= this.#inFlight.get(partNumber) ?? 0;
    this.#inFlight.delete(partNumber);
  }

  /** Takes everything off the wire. */
  dropAll(): void {
    this.#inFlight.clear();
    this.#inFlightBytes = 0;
  }

  /** Notes that S3 holds a part. */
  finish(partNumber: number, etag: string | undefined): void {
    this.drop(partNumber);
    if (!this.#etags.has(partNumber)) this.#doneBytes += this.#sizeOf(partNumber);
    this.#etags.set(partNumber, etag);
  }

  /** Notes that S3 does not hold a part after all. */
  forget(partNumber: number): void {
    if (this.#etags.delete(partNumber)) this.#doneBytes -= this.#sizeOf(partNumber);
  }

  /** What complete is told; `undefined` when an ETag could not be read, so that the server takes S3's. */
  etags(): readonly { readonly partNumber: number; readonly etag: string }[] | undefined {
    const list: { partNumber: number; etag: string }[] = [];
    for (const [partNumber, etag] of this.#etags) {
      if (etag === undefined) return undefined;
      list.push({ partNumber, etag });
    }
    return list.sort((a, b) => a.partNumber - b.partNumber);
  }

  #sizeOf(partNumber: number): number {
    return partRange(this.plan, this.size, partNumber).size;
  }
}
