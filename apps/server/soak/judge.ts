import type { TimedAnswer } from './api.ts';
import type { Leftovers } from './ending.ts';
import type { FaultWindow } from './faults.ts';
import type { MemorySample } from './memory.ts';
import { median, percentile } from './percentile.ts';

/** What a soak has measured. */
export interface Measured {
  /** How long uploads were started, in milliseconds. */
  readonly uploadingMs: number;
  readonly answers: readonly TimedAnswer[];
  readonly windows: readonly FaultWindow[];
  readonly samples: readonly MemorySample[];
  /** One line for each broken promise. */
  readonly faults: readonly string[];
  readonly leftovers: Leftovers;
}

/** How long answers took, in milliseconds. */
export interface Latency {
  readonly answers: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Answers over {@link MAX_MS}. */
  readonly slow: number;
}

/** What the survivor's memory was. In bytes. */
export interface Memory {
  /** The medians of the resident memory in each sixth of the soak. The first one is the warm-up. */
  readonly resident: readonly number[];
  readonly heapUsed: readonly number[];
}

/** The outcome of a soak. */
export interface Verdict {
  readonly all: Latency;
  readonly inFaults: Latency;
  readonly outsideFaults: Latency;
  /** Without those that tell the client to retry (5xx). */
  readonly served: Latency;
  readonly memory: Memory;
  /** One line for each bar that was missed. */
  readonly missed: readonly string[];
}

/** No answer over this at the 99th percentile. */
const MAX_MS = 2_000;
const MAX_DRIFT = 0.1;
const SIXTHS = 6;
/** The replica that no fault kills. */
const SURVIVOR = 0;

/** Judges what was measured. */
export function judge(measured: Measured): Verdict {
  const { answers, windows } = measured;
  const isInFault = ({ at, ms }: TimedAnswer) =>
    windows.some(({ from, to }) => at <= to && at + ms >= from);
  const all = latencyOf(answers);
  const memory = memoryOf(measured);
  return {
    all,
    inFaults: latencyOf(answers.filter(isInFault)),
    outsideFaults: latencyOf(answers.filter((answer) => !isInFault(answer))),
    served: latencyOf(answers.filter(({ status }) => status < 500)),
    memory,
    missed: [
      ...missedBy(all.answers === 0, 'there was no answer'),
      ...missedBy(all.p99 > MAX_MS, `the 99th percentile of answers is ${Math.round(all.p99)} ms`),
      ...driftOf(memory),
      ...leftBehind(measured.leftovers),
      ...measured.faults,
    ],
  };
}

function latencyOf(answers: readonly TimedAnswer[]): Latency {
  const times = answers.map(({ ms }) => ms);
  const at = (share: number) => percentile(times, share) ?? 0;
  const slow = times.filter((ms) => ms > MAX_MS).length;
  return { answers: times.length, p50: at(0.5), p99: at(0.99), max: at(1), slow };
}

/** The first sixth is the warm-up: nine minutes of an hour with its end. */
function memoryOf({ samples, uploadingMs }: Measured): Memory {
  const length = uploadingMs / SIXTHS;
  const mediansOf = (value: (sample: MemorySample) => number) =>
    Array.from({ length: SIXTHS }, (_, i) => {
      const within = samples.filter(
        ({ at, replica }) => replica === SURVIVOR && at >= i * length && at < (i + 1) * length,
      );
      return median(within.map(value)) ?? Number.NaN;
    });
  return {
    resident: mediansOf(({ resident }) => resident),
    heapUsed: mediansOf(({ heapUsed }) => heapUsed),
  };
}

function driftOf({ resident }: Memory): string[] {
  const [, first = Number.NaN, ...later] = resident;
  const worst = Math.max(...later.map((value) => Math.abs(value - first) / first));
  // Without a sample it is not a number.
  const isFlat = worst <= MAX_DRIFT;
  return missedBy(!isFlat, `memory drifts by ${Math.round(worst * 100)} % after the warm-up`);
}

function leftBehind({ unfinished, quotas, untold, missing }: Leftovers): string[] {
  return [
    ...missedIn(unfinished, 'unfinished uploads are left'),
    ...missedIn(quotas, 'callers whose quota is not at zero'),
    ...missedIn(untold, 'objects of which no caller was told'),
    ...missedIn(missing, 'objects that are missing or have other contents'),
  ];
}

function missedIn(keys: readonly string[], what: string): string[] {
  return missedBy(keys.length > 0, `${keys.length} ${what}, such as ${keys[0]}`);
}

function missedBy(isMissed: boolean, line: string): string[] {
  return isMissed ? [line] : [];
}
