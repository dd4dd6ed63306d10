import type { PresignedPart } from '@slipway/protocol';

/** A URL that expires within this time is not used, because the request must arrive before. */
const LARGEST_MARGIN_MS = 30_000;

/** Presigned URLs that wait for their one use. Lifetimes are relative, so the clocks of page and server need not agree. */
export interface UrlPool {
  /** Adds URLs that arrived at `nowMs`. */
  add(parts: readonly PresignedPart[], nowMs: number): void;
  /** Finds a URL that is valid long enough. */
  peek(partNumber: number, nowMs: number): PresignedPart | undefined;
  /** Removes the URL and returns it, because every attempt needs its own. Call {@link UrlPool.peek} first. */
  take(partNumber: number): PresignedPart | undefined;
  /** Drops all URLs. If one is refused, those made together with it usually are, too. */
  clear(): void;
  /** How often all URLs were dropped. URLs that were requested before that are no better. */
  readonly cleared: number;
}

/** Creates an empty pool. */
export function createUrlPool(): UrlPool {
  const urls = new Map<number, PresignedPart & { readonly goodUntil: number }>();
  let cleared = 0;
  return {
    add(parts, nowMs) {
      for (const part of parts) {
        const lifetimeMs = part.expiresInSeconds * 1_000;
        const goodUntil = nowMs + lifetimeMs - Math.min(LARGEST_MARGIN_MS, lifetimeMs / 5);
        urls.set(part.partNumber, { ...part, goodUntil });
      }
    },
    peek(partNumber, nowMs) {
      const url = urls.get(partNumber);
      return url && url.goodUntil > nowMs ? url : undefined;
    },
    take(partNumber) {
      const url = urls.get(partNumber);
      urls.delete(partNumber);
      return url;
    },
    clear() {
      urls.clear();
      cleared++;
    },
    get cleared() {
      return cleared;
    },
  };
}
