/** What sent parts reveal about the link. */
export interface LinkQuality {
  /**
   * The largest sensible part size in bytes. Large parts make the most of a fast link, and small ones lose little on a
   * poor one. `undefined` until something is known.
   */
  readonly largestPart: number | undefined;
  /** A part succeeded. */
  sent(bytes: number, elapsedMs: number): void;
  /** A part stalled, or its connection broke. */
  lost(): void;
}

const MiB = 1024 ** 2;
const SMALLEST_PART = 8 * MiB;
/** Larger parts do not raise the throughput. */
const LARGEST_PART = 64 * MiB;
/** A part should take at most this long on its connection, because that time is lost when the part is sent again. */
const LONGEST_PART_MS = 10_000;
/** Weight of the latest part in the average speed. */
const SMOOTHING = 0.3;
/** Each loss in a row halves the part size. This many parts that succeed make up for one loss. */
const PARTS_PER_LOSS = 8;
const MOST_LOSSES = Math.log2(LARGEST_PART / SMALLEST_PART);
/** Smaller parts are mostly round trips, so they say little about the speed. */
const TELLING_BYTES = MiB;

/** Creates the quality of a link that is still unknown. @param isSlow whether the device reports a slow network */
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
