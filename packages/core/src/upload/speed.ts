/** Long enough to be steady, short enough to follow a change of network. */
const WINDOW_MS = 8_000;
/** Anything shorter is a guess. */
const SHORTEST_MS = 1_000;
const SAMPLE_EVERY_MS = 200;

interface Sample {
  readonly atMs: number;
  readonly bytes: number;
}

/** Measures speed as an average over the last 8 seconds. Starts anew with every run. */
export class SpeedWindow {
  #samples: Sample[] = [];

  /** Notes that `bytes` were through at `nowMs`. */
  sample(bytes: number, nowMs: number): void {
    const last = this.#samples.at(-1);
    if (last && nowMs - last.atMs < SAMPLE_EVERY_MS && nowMs >= last.atMs) return;
    this.#samples.push({ atMs: nowMs, bytes });
    // The one before the window is kept: the window is measured from there.
    while ((this.#samples[1]?.atMs ?? Number.POSITIVE_INFINITY) <= nowMs - WINDOW_MS) {
      this.#samples.shift();
    }
  }

  /** Bytes per second with `bytes` through at `nowMs`; `undefined` when it is too early to tell. */
  bytesPerSecond(bytes: number, nowMs: number): number | undefined {
    const first = this.#samples[0];
    if (!first) return undefined;
    const elapsedMs = nowMs - first.atMs;
    if (elapsedMs < SHORTEST_MS) return undefined;
    return Math.max(((bytes - first.bytes) * 1_000) / elapsedMs, 0);
  }

  reset(): void {
    this.#samples = [];
  }
}
