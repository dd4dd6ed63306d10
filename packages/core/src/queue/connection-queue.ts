import type { ConnectionLimit, RequestReport } from './connection-limit.ts';

/** An upload that has parts to send. */
interface PartSource {
  /**
   * Whether it takes so little time that it may wait in the browser for a connection, rather than a connection for it:
   * between an answer and the next request a page is some milliseconds late.
   */
  readonly isBrief: boolean;
  /** Bytes that S3 does not have yet. */
  readonly bytesLeft: number;
  /** Whether a part could be sent this moment. May ask for URLs on the side. */
  hasNext(): boolean;
  /** Sends the next part, and reports what came of it. Settles when the connection is free again. */
  sendNext(report: RequestReport): Promise<void>;
}

/** One budget of connections for all uploads. */
export interface ConnectionQueue {
  /** Lets a source take part. Returns what takes it out again. */
  join(source: PartSource): () => void;
  /** Looks for work: to be called when a source may have got a part to send. */
  poke(): void;
}

/** As many connections as browsers open to one host: what is more waits inside the browser. */
const BROWSER_CONNECTIONS = 6;

/** So many brief requests wait in the browser, for each set of its connections. */
export const WAITING_IN_BROWSER = 2;

/** Every third connection goes to the upload that waits longest, so that a big one always moves. */
const OLDEST_EVERY = 3;

/**
 * Hands out as many connections as the limit says. The upload with the fewest bytes left comes
 * first, so that files finish early; every third goes to the one that joined first.
 */
export function createConnectionQueue(limit: ConnectionLimit): ConnectionQueue {
  const sources = new Set<PartSource>();
  let busy = 0;
  let granted = 0;
  let poking = false;

  function choose(): PartSource | undefined {
    const { current } = limit;
    const spare = WAITING_IN_BROWSER * Math.floor(current / BROWSER_CONNECTIONS);
    if (busy >= current + spare) return undefined;
    const oldestFirst = granted % OLDEST_EVERY === OLDEST_EVERY - 1;
    let best: PartSource | undefined;
    for (const source of sources) {
      if (best && source.bytesLeft >= best.bytesLeft) continue;
      if (busy >= current && !source.isBrief) continue;
      if (!source.hasNext()) continue;
      best = source;
      if (oldestFirst) break;
    }
    return best;
  }

  function poke(): void {
    if (poking) return; // Whoever is looking already sees the news, too.
    poking = true;
    for (let source = choose(); source; source = choose()) {
      busy++;
      granted++;
      const release = () => {
        busy--;
        poke();
      };
      void source.sendNext(limit.begin()).then(release, release);
    }
    poking = false;
  }

  return {
    join(source) {
      sources.add(source);
      poke();
      return () => sources.delete(source);
    },
    poke,
  };
}
