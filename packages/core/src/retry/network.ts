import type { Clock } from '../ports/clock.ts';
import type { Connectivity } from '../ports/connectivity.ts';

/** How long to wait before an unreachable host is probed again: at first, and at most. */
const FIRST_PROBE_MS = 1_000;
const LAST_PROBE_MS = 10_000;

/**
 * The network as uploads see it: the device's network, and the storage behind it. A device may report a network although
 * its router has none.
 */
export interface Network extends Pick<Connectivity, 'online' | 'onOnline'> {
  /** Records that the host of `url` let this page read an answer. */
  heardFrom(url: string): void;
  /** Whether the host of `url` answers but never let this page read an answer. Then its CORS rules are wrong. */
  isUnreadable(url: string): Promise<boolean>;
  /**
   * Call this after a request to `url` got no answer. If the host answered before and cannot be reached now, `online` is
   * `false` until it can be reached again.
   */
  check(url: string): Promise<void>;
  close(): void;
}

/** Probes unreachable hosts, so that uploads need not try. */
export function createNetwork(connectivity: Connectivity, clock: Clock): Network {
  const listeners = new Set<() => void>();
  const heard = new Set<string>();
  let lost: string | undefined;
  let cancelProbe: (() => void) | undefined;

  function tellOnline(): void {
    for (const listener of listeners) listener();
  }

  function probeLater(origin: string, waitMs: number): void {
    cancelProbe = clock.setTimer(async () => {
      if (await connectivity.canReach(origin)) return found();
      if (lost) probeLater(origin, Math.min(2 * waitMs, LAST_PROBE_MS));
    }, waitMs);
  }

  function found(): void {
    cancelProbe?.();
    lost = undefined;
    tellOnline();
  }

  const stopListening = connectivity.onOnline(async () => {
    if (!lost || (await connectivity.canReach(lost))) found();
  });

  return {
    get online() {
      return connectivity.online && !lost;
    },
    onOnline(callback) {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
    heardFrom: (url) => heard.add(originOf(url)),
    async isUnreadable(url) {
      const origin = originOf(url);
      return !heard.has(origin) && (await connectivity.canReach(origin)) && !heard.has(origin);
    },
    async check(url) {
      const origin = originOf(url);
      if (!connectivity.online || lost || !heard.has(origin)) return;
      if ((await connectivity.canReach(origin)) || lost) return;
      lost = origin;
      probeLater(origin, FIRST_PROBE_MS);
    },
    close() {
      lost = undefined;
      cancelProbe?.();
      stopListening();
      listeners.clear();
    },
  };
}

function originOf(url: string): string {
  return new URL(url).origin;
}
