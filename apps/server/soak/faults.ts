import { setTimeout as wait } from 'node:timers/promises';
import type { Chance } from '../chaos/random.ts';
import type { SoakLab } from './lab.ts';

/** When something was broken, in milliseconds since the soak began. */
export interface FaultWindow {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const BETWEEN_MS = [10_000, 50_000] as const;
/** Clients still retry for a moment. */
const RECOVERY_MS = 2_000;
/** The other one lives for the whole soak, so that its memory can be judged. */
const MORTAL = 1;

const KINDS = ['a replica is killed', 'Redis pauses', 'an OSD stops'] as const;
/** Clients of a busy Ceph wait for seconds when an OSD goes, so it happens less often. */
const OSD_SHARE = 0.15;

/** Breaks something again and again. */
export interface Faults {
  readonly windows: readonly FaultWindow[];
  /** Ends with the last fault repaired. */
  stop(): Promise<void>;
}

/** Starts at once. */
export function startFaults(lab: SoakLab, chance: Chance, now: () => number): Faults {
  const windows: FaultWindow[] = [];
  const stopping = new AbortController();
  const strike = async (name: (typeof KINDS)[number]) => {
    const from = now();
    await STRIKES[name](lab, chance);
    windows.push({ name, from, to: now() + RECOVERY_MS });
  };
  let osd: Promise<void> | undefined;
  const strikeAny = async () => {
    const isOsd = chance.next() < OSD_SHARE && !osd;
    const kind = isOsd ? 'an OSD stops' : chance.pick(KINDS.slice(0, 2));
    if (kind !== 'an OSD stops') return strike(kind);
    // It takes a while, and other faults strike meanwhile. Ceph survives the loss of one OSD at a time.
    osd = strike(kind).finally(() => {
      osd = undefined;
    });
    osd.catch(fail);
  };
  let failure: unknown;
  const fail = (error: unknown) => {
    failure ??= error;
  };
  const running = (async () => {
    while (!stopping.signal.aborted) {
      await wait(chance.between(...BETWEEN_MS), undefined, { signal: stopping.signal }).catch(
        () => {},
      );
      if (!stopping.signal.aborted) await strikeAny();
    }
  })().catch(fail);
  return {
    windows,
    async stop() {
      stopping.abort();
      await running;
      await osd;
      if (failure) throw failure;
    },
  };
}

const STRIKES: Readonly<
  Record<(typeof KINDS)[number], (lab: SoakLab, chance: Chance) => Promise<unknown>>
> = {
  async 'a replica is killed'(lab, chance) {
    await lab.kill(MORTAL);
    await wait(chance.between(2_000, 8_000));
    await lab.revive();
  },
  async 'Redis pauses'(lab, chance) {
    const ms = chance.between(1_000, 5_000);
    await lab.redis('CLIENT', 'PAUSE', String(ms), 'ALL');
    await wait(ms);
  },
  async 'an OSD stops'({ osds }, chance) {
    const id = chance.between(0, osds.count - 1);
    await osds.stop(id);
    await wait(chance.between(20_000, 60_000));
    await osds.start(id);
  },
};
