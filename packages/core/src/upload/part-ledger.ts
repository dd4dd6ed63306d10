import { type PartPlan, partRange, type StoredPart } from '@slipway/protocol';

/**
 * What one run knows about its parts: which S3 holds, and how far those on the wire are. Made anew for
 * every run from what S3 lists.
 */
export interface PartLedger {
  readonly plan: PartPlan;
  /** Bytes that S3 has acknowledged. */
  readonly doneBytes: number;
  /** Bytes acknowledged or on the wire. */
  readonly loaded: number;
  readonly partsDone: number;
  /** How many parts are on the wire. */
  readonly onWire: number;
  /** Whether S3 holds no part, as far as is known. */
  readonly isEmpty: boolean;
  /** Parts that S3 held when the run began. They may be of another file: they are done when they prove not to be. */
  readonly stored: readonly StoredPart[];
  /** Numbers of the parts that S3 does not hold, ascending. */
  missing(): number[];
  /** Notes bytes of a part handed to the network. */
  progress(partNumber: number, loaded: number): void;
  /** Takes a part off the wire: its bytes no longer count. */
  drop(partNumber: number): void;
  /** Takes everything off the wire. */
  dropAll(): void;
  /** Notes that S3 holds a part. */
  finish(partNumber: number, etag: string | undefined): void;
  /** A character for each part: `2` S3 holds it, `1` it is on the wire, `0` it waits. */
  map(): string;
  /** What complete is told; `undefined` when an ETag could not be read, so that the server takes S3's. */
  etags(): readonly { readonly partNumber: number; readonly etag: string }[] | undefined;
}

/** For a file of `size` bytes. */
export function createPartLedger(
  plan: PartPlan,
  size: number,
  stored: readonly StoredPart[] = [],
): PartLedger {
  const etags = new Map<number, string | undefined>();
  /** Few at a time: no more than there are connections. */
  const inFlight = new Map<number, number>();
  let doneBytes = 0;
  const numbers = () => Array.from({ length: plan.partCount }, (_, i) => i + 1);
  const sizeOf = (partNumber: number) => partRange(plan, size, partNumber).size;

  return {
    plan,
    get doneBytes() {
      return doneBytes;
    },
    get loaded() {
      let loaded = doneBytes;
      for (const bytes of inFlight.values()) loaded += bytes;
      return Math.min(loaded, size);
    },
    get partsDone() {
      return etags.size;
    },
    get onWire() {
      return inFlight.size;
    },
    get isEmpty() {
      return etags.size + stored.length === 0;
    },
    stored,
    missing() {
      const held = new Set(stored.map(({ partNumber }) => partNumber));
      return numbers().filter((n) => !etags.has(n) && !held.has(n));
    },
    progress: (partNumber, loaded) => inFlight.set(partNumber, loaded),
    drop: (partNumber) => inFlight.delete(partNumber),
    dropAll: () => inFlight.clear(),
    finish(partNumber, etag) {
      inFlight.delete(partNumber);
      doneBytes += sizeOf(partNumber);
      etags.set(partNumber, etag);
    },
    map: () =>
      numbers()
        .map((n) => (etags.has(n) ? 2 : +inFlight.has(n)))
        .join(''),
    etags() {
      const list = Array.from(etags, ([partNumber, etag = '']) => ({ partNumber, etag }));
      if (list.some(({ etag }) => !etag)) return undefined;
      return list.sort((a, b) => a.partNumber - b.partNumber);
    },
  };
}
