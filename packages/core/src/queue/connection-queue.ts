import type { ConnectionLimit, RequestReport } from './connection-limit.ts';

/** An upload that has parts to send. */
interface PartSource {
  /**
   * Whether requests are so short that some may wait inside the browser. This keeps connections busy: without waiting
   * requests, a connection idles for some milliseconds between an answer and the next request.
   */
  readonly isBrief: boolean;
  /** Bytes that S3 does not have yet. */
  readonly bytesLeft: number;
  /** Whether a part can be sent at this moment. May request URLs as a side effect. */
  hasNext(): boolean;
  /** Sends the next part and reports its outcome. Settles when the connection is free again. */
  sendNext(report: RequestReport): Promise<void>;
}

/** Shares one budget of connections between all uploads. */
export interface ConnectionQueue {
  /** Adds a source. Returns a function that removes it. */
  join(source: PartSource): () => void;
  /** Looks for work. Call it when a source may have a new part to send. */
  poke(): void;
}

/** How many connections browsers open to one host. Further requests wait inside the browser. */
const BROWSER_CONNECTIONS = 6;

/** How many brief requests may wait inside the browser, for each set of its connections. */
export const WAITING_IN_BROWSER = 2;

/** Every third connection goes to the upload that joined first, so that large files always make progress. */
const OLDEST_EVERY = 3;

/**
 * Hands out as many connections as the limit allows. The upload with the fewest bytes left comes first, so that files
 * finish early. Every third connection goes to the upload that joined first.
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
    if (poking) return; // The loop that runs already sees the change.
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
