import type { LifecycleRule } from './bucket-settings.ts';

/** A rule of the bucket that aborts unfinished uploads. */
export interface AbortRule {
  /** Prefix of the keys that the rule covers. Empty for all keys. */
  readonly prefix: string;
  /** The rule aborts an upload this many days after it was created. */
  readonly days: number;
}

/** The enabled rules of a bucket that abort unfinished uploads. */
export function abortRulesOf(rules: readonly LifecycleRule[]): readonly AbortRule[] {
  return rules.flatMap((rule) => {
    const days = rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
    if (days === undefined || rule.Status !== 'Enabled') return [];
    const prefix = rule.Filter?.And?.Prefix ?? rule.Filter?.Prefix ?? rule.Prefix ?? '';
    return [{ prefix, days }];
  });
}
