import type { Api } from './api.ts';
import type { FaultWindow } from './faults.ts';
import type { Ledger } from './ledger.ts';
import type { MemorySample } from './memory.ts';
import { percentile } from './percentile.ts';

/** What the report reads. */
export interface ReportSource {
  readonly api: Api;
  readonly ledger: Ledger;
  readonly samples: readonly MemorySample[];
  readonly windows: readonly FaultWindow[];
  /** Milliseconds since the soak began. */
  readonly now: () => number;
}

const MINUTE_MS = 60_000;
const MiB = 1024 ** 2;

/** Prints a line a minute. */
export function startReport(source: ReportSource): { stop(): void } {
  const { api, ledger, samples, windows, now } = source;
  let seen = 0;
  let seenFaults = 0;
  const timer = setInterval(() => {
    const times = api.answers.slice(seen).map(({ ms }) => ms);
    seen += times.length;
    const [p50, p99] = [0.5, 0.99].map((share) => Math.round(percentile(times, share) ?? 0));
    const slow = api.answers.filter(({ ms }) => ms > 2_000).length;
    const memory = [0, 1].map((place) => {
      const resident = samples.findLast(({ replica }) => replica === place)?.resident ?? 0;
      return Math.round(resident / MiB);
    });
    console.log(
      `minute ${Math.round(now() / MINUTE_MS)}: ${ledger.counts.uploads} uploads started, ${ledger.expected.size} objects, ${times.length} answers (median ${p50} ms, 99 % within ${p99} ms), ${slow} slow ones so far, memory ${memory.join(' and ')} MiB, ${windows.length} faults, ${api.unanswered} unanswered, ${ledger.faults.length} broken promises`,
    );
    for (const fault of ledger.faults.slice(seenFaults)) console.error(fault);
    seenFaults = ledger.faults.length;
  }, MINUTE_MS);
  return { stop: () => clearInterval(timer) };
}
