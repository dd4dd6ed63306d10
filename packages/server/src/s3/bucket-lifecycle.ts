import type { LifecycleRule } from './bucket-settings.ts';

/** A rule of the bucket that aborts unfinished uploads. */
export interface AbortRule {
  /** The prefix of the keys; empty for all. */
  readonly prefix: string;
  /** Days after the upload was created. */
  readonly days: number;
}

/** Those of a bucket's rules that abort unfinished uploads, and are in force. */
export function abortRulesOf(rules: readonly LifecycleRule[]): readonly AbortRule[] {
  return rules.flatMap((rule) => {
    const days = rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
    if (days === undefined || rule.Status !== 'Enabled') return [];
    const prefix = rule.Filter?.And?.Prefix ?? rule.Filter?.Prefix ?? rule.Prefix ?? '';
    return [{ prefix, days }];
  });
}
