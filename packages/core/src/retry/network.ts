import type { Clock } from '../ports/clock.ts';
import type { Connectivity } from '../ports/connectivity.ts';

/** How long until a host that was out of reach is tried again: at first, and at most. */
const FIRST_PROBE_MS = 1_000;
const LAST_PROBE_MS = 10_000;

/**
 * The network as uploads see it: the device's, and the storage's host beyond it. A device that calls itself
 * online may be behind a router that is not.
 */
export interface Network extends Pick<Connectivity, 'online' | 'onOnline'> {
  /** Notes that the host of `url` let this page read an answer. */
  heardFrom(url: string): void;
  /** Whether the host of `url` is there, but never let this page read anything: its CORS rules are wrong. */
  isUnreadable(url: string): Promise<boolean>;
  /**
   * To be called after a request to `url` that got no answer. Where the host was heard from before and is out of
   * reach now, `online` is `false` until it can be reached again.
   */
  check(url: string): Promise<void>;
  close(): void;
}

/** Watches hosts that are out of reach, so that nobody else has to try. */
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
