/** What the parts that were sent tell about the link. */
export interface LinkQuality {
  /**
   * Bytes that a part should have at most: large ones make the most of a fast link, and small ones lose little on a
   * poor one. `undefined` as long as nothing is known.
   */
  readonly largestPart: number | undefined;
  /** A part came through. */
  sent(bytes: number, elapsedMs: number): void;
  /** A part was given up for silence, or its connection broke. */
  lost(): void;
}

const MiB = 1024 ** 2;
const SMALLEST_PART = 8 * MiB;
/** Above this, throughput grows no further. */
const LARGEST_PART = 64 * MiB;
/** A part takes about so long at most, on one of the connections: as much is lost when it has to be sent again. */
const LONGEST_PART_MS = 10_000;
/** Weight of the latest part. */
const SMOOTHING = 0.3;
/** Each loss in a row halves the parts; so many parts that come through make up for one. */
const PARTS_PER_LOSS = 8;
const MOST_LOSSES = Math.log2(LARGEST_PART / SMALLEST_PART);
/** Smaller parts are mostly round trips: they say little of the speed. */
const TELLING_BYTES = MiB;

/** Nothing is known yet. @param isSlow whether the device itself calls its network slow */
export function createLinkQuality(isSlow: () => boolean): LinkQuality {
  /** Bytes per millisecond of one connection. */
  let speed: number | undefined;
  let losses = 0;

  return {
    get largestPart() {
      if (speed === undefined) return losses > 0 || isSlow() ? SMALLEST_PART : undefined;
      const wanted = Math.min(LARGEST_PART, speed * LONGEST_PART_MS) / 2 ** Math.ceil(losses);
      return Math.max(SMALLEST_PART, wanted);
    },
    sent(bytes, elapsedMs) {
      losses = Math.max(0, losses - 1 / PARTS_PER_LOSS);
      if (bytes < TELLING_BYTES || elapsedMs <= 0) return;
      const latest = bytes / elapsedMs;
      speed = speed === undefined ? latest : speed + SMOOTHING * (latest - speed);
    },
    lost() {
      losses = Math.min(losses + 1, MOST_LOSSES);
    },
  };
}
