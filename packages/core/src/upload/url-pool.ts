import type { PresignedPart } from '@slipway/protocol';

/** A URL this close to its end is not used: the request has to arrive before. */
const LARGEST_MARGIN_MS = 30_000;

/** Presigned URLs that wait for their one use. Their lifetime is relative, so no two clocks have to agree. */
export class UrlPool {
  readonly #urls = new Map<number, { readonly part: PresignedPart; readonly goodUntil: number }>();

  /** Adds URLs answered at `nowMs`. */
  add(parts: readonly PresignedPart[], nowMs: number): void {
    for (const part of parts) {
      const lifetimeMs = part.expiresInSeconds * 1_000;
      const goodUntil = nowMs + lifetimeMs - Math.min(LARGEST_MARGIN_MS, lifetimeMs / 5);
      this.#urls.set(part.partNumber, { part, goodUntil });
    }
  }

  has(partNumber: number, nowMs: number): boolean {
    const url = this.#urls.get(partNumber);
    if (url && url.goodUntil > nowMs) return true;
    this.#urls.delete(partNumber);
    return false;
  }

  /** Takes the URL out: every attempt gets its own. */
  take(partNumber: number, nowMs: number): PresignedPart | undefined {
    const url = this.has(partNumber, nowMs) ? this.#urls.get(partNumber)?.part : undefined;
    this.#urls.delete(partNumber);
    return url;
  }

  clear(): void {
    this.#urls.clear();
  }
}
