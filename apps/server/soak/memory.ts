import { setTimeout as wait } from 'node:timers/promises';

/** The memory of one replica at one moment, as its own `/metrics` tells. In bytes. */
export interface MemorySample {
  /** Milliseconds since the soak began. */
  readonly at: number;
  readonly replica: number;
  readonly resident: number;
  readonly heapUsed: number;
}

const EVERY_MS = 5_000;
const TIMEOUT_MS = 5_000;

/** Asks both replicas for their memory, until it is stopped. */
export function watchMemory(
  urls: readonly string[],
  token: string,
  now: () => number,
): { readonly samples: readonly MemorySample[]; stop(): Promise<void> } {
  const samples: MemorySample[] = [];
  const stopping = new AbortController();
  const ask = async (url: string, replica: number) => {
    const at = now();
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const headers = { authorization: `Bearer ${token}` };
    const text = await (await fetch(`${url}/metrics`, { headers, signal })).text();
    const read = (name: string) => Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1]);
    const resident = read('process_resident_memory_bytes');
    const heapUsed = read('nodejs_heap_size_used_bytes');
    samples.push({ at, replica, resident, heapUsed });
  };
  const running = (async () => {
    while (!stopping.signal.aborted) {
      // One of them may be dead.
      await Promise.allSettled(urls.map(ask));
      await wait(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();
  return {
    samples,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
