import type { PresignedPart } from '@slipway/protocol';
import { WAITING_IN_BROWSER } from './connection-queue.ts';

/**
 * A way to the storage. Browsers open six connections to a host, and six others for requests with credentials: each
 * is a way of its own.
 */
export interface Way {
  readonly credentials: boolean;
  /** Whether a failure says nothing of the storage, as the way may not exist at all. */
  readonly unproven: boolean;
  /** Whether it is the bucket's first address, without credentials: all others are only helpers. */
  readonly main: boolean;
  /** Bytes go out, so the browser was let in: all connections of the way are of use. */
  prove(): void;
  /** The request is over, and the storage answered, or did not; `undefined` when nobody waited for it. */
  release(answered: boolean | undefined): void;
}

/** All ways to the storage. Parts take the one that has most connections free. */
export interface Ways {
  /** Whether the URL is of use: one of a host that is out of reach is not. */
  leads(part: PresignedPart): boolean;
  /** Whether a connection is free for the part. */
  isFree(part: PresignedPart): boolean;
  /** Takes a connection. Ask {@link Ways.isFree} first. */
  take(part: PresignedPart): Way | undefined;
  /** Connections over all ways that are of use, as far as they are known. */
  readonly connections: number;
  /** Whether other hosts than the first are still of use. */
  readonly otherHosts: boolean;
}

/** So often in a row a helper may go unanswered. */
const MAX_UNANSWERED = 3;

interface KnownWay {
  readonly credentials: boolean;
  readonly main: boolean;
  state: 'unproven' | 'proven' | 'refused';
  busy: number;
  unanswered: number;
}

/**
 * Knows no way yet: presigned parts tell of them. The main one is taken to work; each other is tried with one request
 * before it gets more.
 *
 * @param connections of each way
 * @param onBudget told how many connections there are, over all ways
 */
export function createWays(connections: number, onBudget: (connections: number) => void): Ways {
  const ways = new Map<string, KnownWay>();
  let refusedHosts = false;

  function tellBudget(): void {
    let budget = connections;
    for (const way of ways.values()) if (!way.main) budget += capacityOf(way, connections);
    onBudget(budget);
  }

  function change(way: KnownWay, state: KnownWay['state']): void {
    if (way.state === state || way.state === 'refused' || way.main) return;
    way.state = state;
    tellBudget();
  }

  function find({ url, otherHost = false }: PresignedPart, credentials: boolean): KnownWay {
    const key = `${credentials} ${new URL(url).host}`;
    const known = ways.get(key);
    if (known) return known;
    const main = !otherHost && !credentials;
    const state = main ? 'proven' : 'unproven';
    const way: KnownWay = { credentials, main, state, busy: 0, unanswered: 0 };
    ways.set(key, way);
    tellBudget();
    return way;
  }

  function waysOf(part: PresignedPart): readonly KnownWay[] {
    const way = find(part, false);
    return part.credentialsAllowed ? [way, find(part, true)] : [way];
  }

  function release(way: KnownWay, { otherHost = false }: PresignedPart, answered: boolean): void {
    way.unanswered = answered ? 0 : way.unanswered + 1;
    if (answered) {
      change(way, 'proven');
    } else if (way.state === 'unproven' || way.unanswered >= MAX_UNANSWERED) {
      change(way, 'refused');
      refusedHosts ||= otherHost;
    }
  }

  return {
    leads: (part) => waysOf(part).some(({ state }) => state !== 'refused'),
    isFree: (part) => freest(waysOf(part), part, connections) !== undefined,
    take(part) {
      const way = freest(waysOf(part), part, connections);
      return way && use(way, change, (answered) => release(way, part, answered));
    },
    get connections() {
      const open = [...ways.values()].filter(({ state }) => state !== 'refused');
      return connections * Math.max(1, open.length);
    },
    get otherHosts() {
      return !refusedHosts;
    },
  };
}

/** Takes a connection of a way. */
function use(
  way: KnownWay,
  change: (way: KnownWay, state: 'proven') => void,
  onEnd: (answered: boolean) => void,
): Way {
  way.busy++;
  const { credentials, main } = way;
  return {
    credentials,
    main,
    get unproven() {
      return way.state === 'unproven';
    },
    prove: () => change(way, 'proven'),
    release(answered) {
      way.busy--;
      if (answered !== undefined) onEnd(answered);
    },
  };
}

function capacityOf({ state }: KnownWay, connections: number): number {
  return { proven: connections, unproven: 1, refused: 0 }[state];
}

/**
 * The way with most connections free, if any is.
 *
 * Browsers send preflights without credentials, over the first way's connections, whatever the request itself
 * carries. With those busy for as long as a part takes, a trial would only wait, and so would all that follows when
 * it succeeds: it comes first, and half of them are left free until it is over. Forms are over soon, and have next
 * to no preflights.
 */
function freest(
  open: readonly KnownWay[],
  { fields }: PresignedPart,
  connections: number,
): KnownWay | undefined {
  const trial = open.find(({ credentials, state }) => credentials && state === 'unproven');
  if (trial?.busy === 0) return trial;
  let mostFree = trial && !fields ? Math.floor(connections / 2) : 0;
  let best: KnownWay | undefined;
  for (const way of open) {
    // Forms are of small files, and cost no preflight: some may wait in the browser. How many, the queue says.
    const waiting = fields && way.state === 'proven' ? WAITING_IN_BROWSER : 0;
    const free = capacityOf(way, connections) + waiting - way.busy;
    if (free <= mostFree) continue;
    best = way;
    mostFree = free;
  }
  return best;
}
