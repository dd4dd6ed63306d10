import type { Clock } from '../clock.ts';
import { ExpiringMap } from '../store/expiring-map.ts';

/** Work that this replica does once for each ID, until it forgets. */
export interface RecentWork {
  /** Does the work, or waits for the same work of another request. Work that fails is forgotten at once. */
  once(id: string, work: () => Promise<void>): Promise<void>;
  /** Remembers work as done. */
  note(id: string): void;
}

const KEPT_MS = 60_000;
const MAX_ENTRIES = 10_000;

/** Remembers work of the last minute. */
export function createRecentWork(clock: Pick<Clock, 'monotonic'>): RecentWork {
  const recent = new ExpiringMap<Promise<void>>({
    now: () => clock.monotonic(),
    maxEntries: MAX_ENTRIES,
  });
  return {
    once(id, work) {
      const known = recent.get(id);
      if (known) return known;
      const done = work();
      recent.set(id, done, KEPT_MS);
      done.catch(() => {
        if (recent.get(id) === done) recent.delete(id);
      });
      return done;
    },
    note: (id) => recent.set(id, Promise.resolve(), KEPT_MS),
  };
}
