import type { PresignedPart } from '@slipway/protocol';

/** A URL this close to its end is not used: the request must arrive before it. */
const LARGEST_MARGIN_MS = 30_000;

/** Presigned URLs that wait for their one use. Their lifetime is relative, so no two clocks have to agree. */
export interface UrlPool {
  /** Adds URLs answered at `nowMs`. */
  add(parts: readonly PresignedPart[], nowMs: number): void;
  /** The URL, where there is one that is good for a while. */
  peek(partNumber: number, nowMs: number): PresignedPart | undefined;
  /** Takes the URL out: every attempt gets its own. Ask {@link UrlPool.peek} first. */
  take(partNumber: number): PresignedPart | undefined;
  /** Forgets all URLs. What is wrong with one is mostly wrong with those made together with it. */
  clear(): void;
  /** How often all URLs were forgotten. URLs that were asked for before that are useless, too. */
  readonly cleared: number;
}

/** An empty pool. */
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
