import type { PresignedPart } from '@slipway/protocol';
import type { RequestReport } from '../queue/connection-limit.ts';
import type { Way } from '../queue/ways.ts';
import { classify, type PartOutcome, type Verdict } from '../retry/classify.ts';

/** One attempt at one part, over its own connection. */
export interface Attempt {
  /** Where and how the part is sent. */
  readonly part: PresignedPart;
  readonly body: Blob;
  readonly way: Way;
  /** Reports the outcome to the connection limit. */
  readonly report: RequestReport;
  /** When the attempt started, in milliseconds on the clock. */
  readonly startedMs: number;
}

/** The outcome of an attempt, named for what to do next. */
export type PartResult =
  | { readonly kind: 'done'; readonly etag: string | undefined }
  /** Send the part again at once. The way on trial does not work, which says nothing about the part. */
  | { readonly kind: 'again' }
  /** Find out what is wrong before sending the part again. */
  | { readonly kind: 'recover'; readonly verdict: Verdict };

/** Judges the outcome of an attempt, and releases its way. */
export function judge(outcome: PartOutcome, way: Way): PartResult {
  const status = outcome === 'stalled' ? 0 : outcome.status;
  const onTrial = way.unproven;
  way.release(status > 0);
  if (outcome !== 'stalled' && status >= 200 && status <= 299)
    return { kind: 'done', etag: outcome.etag };
  if (onTrial && !status) return { kind: 'again' };
  return { kind: 'recover', verdict: classify(outcome) };
}
