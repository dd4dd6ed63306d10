import type { PresignedPart } from '@slipway/protocol';
import type { RequestReport } from '../queue/connection-limit.ts';
import type { Way } from '../queue/ways.ts';
import { classify, type PartOutcome, type Verdict } from '../retry/classify.ts';

/** One attempt at one part, over a connection of its own. */
export interface Attempt {
  /** Where and how the part is sent. */
  readonly part: PresignedPart;
  readonly body: Blob;
  readonly way: Way;
  /** Reports to the connection limit. */
  readonly report: RequestReport;
  /** When the attempt started, by the clock. */
  readonly startedMs: number;
}

/** What came of an attempt, named for what to do about it. */
export type PartResult =
  | { readonly kind: 'done'; readonly etag: string | undefined }
  /** Send the part again at once: its way to the storage does not exist, which says nothing about the part. */
  | { readonly kind: 'again' }
  /** Find out what is wrong before the part is sent again. */
  | { readonly kind: 'recover'; readonly verdict: Verdict };

/** Judges what came of an attempt, and gives its way back. */
export function judge(outcome: PartOutcome, way: Way): PartResult {
  const status = outcome === 'stalled' ? 0 : outcome.status;
  const onTrial = way.unproven;
  way.release(status > 0);
  if (outcome !== 'stalled' && status >= 200 && status <= 299)
    return { kind: 'done', etag: outcome.etag };
  if (onTrial && !status) return { kind: 'again' };
  return { kind: 'recover', verdict: classify(outcome) };
}
