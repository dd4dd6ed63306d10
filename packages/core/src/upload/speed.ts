/** Long enough for a steady value, short enough to follow a change of the network. */
const WINDOW_MS = 8_000;
/** The shortest time over which the speed, and the time left, are more than a guess. */
const SHORTEST_MS = 3_000;
const SAMPLE_EVERY_MS = 200;

/** Measures speed as an average over the last seconds. */
export interface SpeedWindow {
  /** Records that `bytes` were sent by `nowMs`. */
  sample(bytes: number, nowMs: number): void;
  /** Bytes per second, if `bytes` were sent by `nowMs`. `undefined` when it is too early to tell. */
  bytesPerSecond(bytes: number, nowMs: number): number | undefined;
  /** Forgets all samples, because another run starts. */
  reset(): void;
}

/** Creates an empty window of 8 seconds. */
export function createSpeedWindow(): SpeedWindow {
  let samples: { readonly bytes: number; readonly atMs: number }[] = [];
  return {
    sample(bytes, nowMs) {
      const last = samples.at(-1);
      if (last && nowMs - last.atMs < SAMPLE_EVERY_MS) return;
      samples.push({ bytes, atMs: nowMs });
      // Keeps the last sample before the window, as the start of the measurement.
      while (samples[1] && samples[1].atMs <= nowMs - WINDOW_MS) samples.shift();
    },
    bytesPerSecond(bytes, nowMs) {
      const [first] = samples;
      if (!first || nowMs - first.atMs < SHORTEST_MS) return undefined;
      return Math.max(((bytes - first.bytes) * 1_000) / (nowMs - first.atMs), 0);
    },
    reset() {
      samples = [];
    },
  };
}
