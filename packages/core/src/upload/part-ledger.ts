import { type PartPlan, partRange, type StoredPart } from '@slipway/protocol';

/**
 * What one run knows about its parts: which ones S3 holds, and how far those on the wire are. Every run creates a new
 * ledger from what S3 lists.
 */
export interface PartLedger {
  readonly plan: PartPlan;
  /** Bytes that S3 has acknowledged. */
  readonly doneBytes: number;
  /** Bytes acknowledged or on the wire. */
  readonly loaded: number;
  /** How many parts S3 has acknowledged. */
  readonly partsDone: number;
  /** How many parts are on the wire. */
  readonly onWire: number;
  /** Whether S3 holds no part, as far as is known. */
  readonly isEmpty: boolean;
  /** Parts that S3 held when the run started. They may belong to another file, so they count only once verified. */
  readonly stored: readonly StoredPart[];
  /** Numbers of the parts that S3 does not hold, ascending. */
  missing(): number[];
  /** Records the bytes of a part handed to the network so far. */
  progress(partNumber: number, loaded: number): void;
  /** Takes a part off the wire. Its bytes no longer count. */
  drop(partNumber: number): void;
  /** Takes everything off the wire. */
  dropAll(): void;
  /** Records that S3 holds a part. */
  finish(partNumber: number, etag: string | undefined): void;
  /** One character per part: `2` S3 holds it, `1` it is on the wire, `0` it waits. */
  map(): string;
  /** The ETags for complete. `undefined` when one could not be read. Then the server uses those that S3 lists. */
  etags(): readonly { readonly partNumber: number; readonly etag: string }[] | undefined;
}

/** Creates the ledger of a run for a file of `size` bytes. */
export function createPartLedger(
  plan: PartPlan,
  size: number,
  stored: readonly StoredPart[] = [],
): PartLedger {
  const etags = new Map<number, string | undefined>();
  /** Bytes by part on the wire. There are no more of them than connections. */
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
