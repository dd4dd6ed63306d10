import { type Metric, parseMetrics } from './parse-metrics.ts';

/** The backend's counters since its start. */
export interface Figures {
  readonly created: number;
  readonly completed: number;
  readonly aborted: number;
  readonly presigned: number;
  /** Bytes of verified objects. */
  readonly bytesCompleted: number;
  /** Failures by code, the most frequent first. */
  readonly errors: readonly (readonly [code: string, count: number])[];
}

/** Figures at a point in time. */
export interface Sample {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly figures: Figures;
}

/** The changes between two samples, per minute. */
export interface Rates {
  /** Milliseconds since the epoch, of the later sample. */
  readonly at: number;
  readonly created: number;
  readonly completed: number;
  readonly presigned: number;
  readonly errors: number;
  /** Bytes. */
  readonly bytesCompleted: number;
}

const MINUTE_MS = 60_000;

/** Reads the figures from the backend's metrics. */
export function readFigures(text: string): Figures {
  const metrics = parseMetrics(text);
  const counted = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return {
    created: counted('slipway_uploads_created_total'),
    completed: counted('slipway_uploads_completed_total'),
    aborted: counted('slipway_uploads_aborted_total'),
    presigned: counted('slipway_parts_presigned_total'),
    bytesCompleted: counted('slipway_bytes_completed_total'),
    errors: metrics
      .filter(({ name, value }) => name === 'slipway_errors_total' && value > 0)
      .map(({ labels, value }: Metric) => [labels.code ?? 'unknown', value] as const)
      .toSorted((a, b) => b[1] - a[1]),
  };
}

/** The rates between samples. If a counter fell, it restarted: the backend did, or another replica answered. */
export function ratesOf(samples: readonly Sample[]): readonly Rates[] {
  return samples.slice(1).map(({ at, figures }, i) => {
    const before = samples[i] as Sample;
    const minutes = Math.max(at - before.at, 1) / MINUTE_MS;
    const rate = (pick: (figures: Figures) => number) => {
      const now = pick(figures);
      const then = pick(before.figures);
      return (now < then ? now : now - then) / minutes;
    };
    return {
      at,
      created: rate(({ created }) => created),
      completed: rate(({ completed }) => completed),
      presigned: rate(({ presigned }) => presigned),
      errors: rate(countErrors),
      bytesCompleted: rate(({ bytesCompleted }) => bytesCompleted),
    };
  });
}

/** The number of all failures. */
export function countErrors({ errors }: Figures): number {
  return errors.reduce((sum, [, count]) => sum + count, 0);
}
