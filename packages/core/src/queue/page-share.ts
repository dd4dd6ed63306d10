import type { ConnectionUser, PageConnections } from '../ports/page-connections.ts';

/** One uploader's share of the page's connections. */
export interface PageShare {
  /** Takes part in the sharing. Call it when an upload begins, before it needs a connection. */
  enter(): void;
  /** How many more requests the uploader may send over a way that can carry `capacity` at once. */
  free(way: string, capacity: number): number;
  /** Counts a request that begins (1) or ends (-1). */
  count(way: string, change: 1 | -1): void;
}

/**
 * Divides the connections of each way evenly among the page's uploaders that have uploads under way. Without it, requests
 * beyond the browser's six connections would wait inside the browser, and look stalled.
 */
export function createPageShare(
  { users }: PageConnections,
  own: Pick<ConnectionUser, 'isActive' | 'poke'>,
): PageShare {
  const me: ConnectionUser = { ...own, busy: new Map() };
  return {
    enter: () => void users.add(me),
    free(way, capacity) {
      for (const user of users) if (!user.isActive()) users.delete(user);
      const all = new Set([...users, me]);
      let left = capacity;
      for (const { busy } of all) left -= busy.get(way) ?? 0;
      const share = Math.ceil(capacity / all.size);
      return Math.min(left, share - (me.busy.get(way) ?? 0));
    },
    count(way, change) {
      me.busy.set(way, (me.busy.get(way) ?? 0) + change);
      if (change < 0) for (const user of users) if (user !== me) user.poke();
    },
  };
}
