import type { PresignedPart } from '@slipway/protocol';
import { WAITING_IN_BROWSER } from './connection-queue.ts';
import type { PageShare } from './page-share.ts';

/**
 * A way to the storage. Browsers open six connections to a host, and six others for requests with credentials. Each set
 * is a separate way.
 */
export interface Way {
  /** Whether requests send cookies. */
  readonly credentials: boolean;
  /** Whether the way is on trial. A failure then says nothing about the storage, because the way may not exist. */
  readonly unproven: boolean;
  /** Whether this is the bucket's first address, without credentials. All other ways are helpers. */
  readonly main: boolean;
  /** Call this when bytes go out. The host has let the browser in, so all connections of the way can be used. */
  prove(): void;
  /** Call this when a part has succeeded, so that the connection's next part fits its speed. */
  carried(bytes: number, elapsedMs: number): void;
  /** Gives the connection back. `answered` is whether the storage answered, or `undefined` for an aborted request. */
  release(answered: boolean | undefined): void;
}

/** All ways to the storage. A part uses the way with the most free connections. */
export interface Ways {
  /** Whether the URL leads to a host that can be reached. */
  leads(part: PresignedPart): boolean;
  /** Whether a connection is free for the part. */
  isFree(part: PresignedPart): boolean;
  /** Takes a connection. Ask {@link Ways.isFree} first. */
  take(part: PresignedPart): Way | undefined;
  /** The connection that the part would get. `undefined` if it is not known yet, or none is free. */
  next(part: PresignedPart): Connection | undefined;
  /** All connections that carried a part. */
  readonly known: ReadonlySet<Connection>;
  /** Connections over all usable ways that are known. */
  readonly connections: number;
  /** Whether hosts other than the first can still be used. */
  readonly otherHosts: boolean;
}

/** How many requests in a row may go unanswered before a helper is dropped. */
const MAX_UNANSWERED = 3;

/**
 * A connection of the browser. The page does not see connections, but browsers use the one again that became idle last.
 */
export interface Connection {
  /** Bytes per millisecond of its latest part. */
  speed: number | undefined;
}

interface KnownWay {
  /** Names the way on the whole page. */
  readonly key: string;
  readonly credentials: boolean;
  readonly main: boolean;
  state: 'unproven' | 'proven' | 'refused';
  busy: number;
  unanswered: number;
  /** The one that became idle last is at the end. */
  readonly idle: Connection[];
}

/**
 * Starts without ways, and learns about them from presigned parts. The main way is expected to work. Every other way
 * starts with one request, and gets more if that is answered.
 *
 * @param connections per way
 * @param share divides them among the uploaders of the page
 * @param onBudget called with the number of connections over all ways
 */
export function createWays(
  connections: number,
  share: PageShare,
  onBudget: (connections: number) => void,
): Ways {
  const ways = new Map<string, KnownWay>();
  const known = new Set<Connection>();
  let refusedHosts = false;

  const tellBudget = () => onBudget(budgetOf(ways, connections));

  function change(way: KnownWay, state: KnownWay['state']): void {
    if (way.state === state || way.state === 'refused' || way.main) return;
    way.state = state;
    tellBudget();
  }

  function find({ url, otherHost = false }: PresignedPart, credentials: boolean): KnownWay {
    const key = `${credentials} ${new URL(url).host}`;
    const found = ways.get(key);
    if (found) return found;
    const way = addWay(ways, key, credentials, !otherHost && !credentials);
    tellBudget();
    return way;
  }

  function waysOf(part: PresignedPart): readonly KnownWay[] {
    const way = find(part, false);
    return part.credentialsAllowed ? [way, find(part, true)] : [way];
  }

  const best = (part: PresignedPart) => freest(waysOf(part), part, connections, share);

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
    isFree: (part) => best(part) !== undefined,
    take(part) {
      const way = best(part);
      return way && use(way, known, share, change, (answered) => release(way, part, answered));
    },
    next: (part) => best(part)?.idle.at(-1),
    known,
    get connections() {
      return connections * Math.max(1, countOpen(ways));
    },
    get otherHosts() {
      return !refusedHosts;
    },
  };
}

function addWay(
  ways: Map<string, KnownWay>,
  key: string,
  credentials: boolean,
  main: boolean,
): KnownWay {
  const state = main ? 'proven' : 'unproven';
  const way: KnownWay = { key, credentials, main, state, busy: 0, unanswered: 0, idle: [] };
  ways.set(key, way);
  return way;
}

function countOpen(ways: ReadonlyMap<string, KnownWay>): number {
  return [...ways.values()].filter(({ state }) => state !== 'refused').length;
}

function budgetOf(ways: ReadonlyMap<string, KnownWay>, connections: number): number {
  let budget = connections;
  for (const way of ways.values()) if (!way.main) budget += capacityOf(way, connections);
  return budget;
}

/** Takes a connection of a way. */
function use(
  way: KnownWay,
  known: Set<Connection>,
  share: PageShare,
  change: (way: KnownWay, state: 'proven') => void,
  onEnd: (answered: boolean) => void,
): Way {
  way.busy++;
  share.count(way.key, 1);
  const connection = way.idle.pop() ?? { speed: undefined };
  known.add(connection);
  const { credentials, main } = way;
  return {
    credentials,
    main,
    get unproven() {
      return way.state === 'unproven';
    },
    prove: () => change(way, 'proven'),
    carried(bytes, elapsedMs) {
      connection.speed = elapsedMs > 0 ? bytes / elapsedMs : undefined;
    },
    release(answered) {
      way.busy--;
      way.idle.push(connection);
      if (!answered) connection.speed = undefined; // The browser opens another one.
      if (answered !== undefined) onEnd(answered);
      share.count(way.key, -1);
    },
  };
}

function capacityOf({ state }: KnownWay, connections: number): number {
  return { proven: connections, unproven: 1, refused: 0 }[state];
}

/**
 * Finds the way with the most free connections.
 *
 * Browsers send preflights without credentials, over the first way's connections, even for requests with credentials. If
 * parts keep those connections busy, the preflight of a trial waits. So a trial comes first, and half of the first way's
 * connections stay free until it is over. Forms are short and need hardly any preflights.
 */
function freest(
  open: readonly KnownWay[],
  { fields }: PresignedPart,
  connections: number,
  share: PageShare,
): KnownWay | undefined {
  const trial = open.find(({ credentials, state }) => credentials && state === 'unproven');
  if (trial?.busy === 0) return trial;
  let mostFree = trial && !fields ? Math.floor(connections / 2) : 0;
  let best: KnownWay | undefined;
  for (const way of open) {
    // Forms are small and need no preflight, so some may wait inside the browser. The queue decides how many.
    const waiting = fields && way.state === 'proven' ? WAITING_IN_BROWSER : 0;
    const free = share.free(way.key, capacityOf(way, connections) + waiting);
    if (free <= mostFree) continue;
    best = way;
    mostFree = free;
  }
  return best;
}
