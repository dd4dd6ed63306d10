import type { Finding } from '@slipway/protocol';
import { abortRulesOf } from '../s3/bucket-lifecycle.ts';
import type { LifecycleConfiguration, LifecycleRule } from '../s3/bucket-settings.ts';
import { awsCommand } from './aws-command.ts';
import type { DoctorContext } from './doctor-context.ts';
import { attempt, describeRefusal, isDenied } from './outcome.ts';

const RULE_ID = 'slipway-abort-unfinished-uploads';
const WANTED_DAYS = 7;

/** Looks for a rule that aborts unfinished uploads. */
export async function checkLifecycle({
  settings,
  bucket,
  root,
  profile,
}: DoctorContext): Promise<Finding> {
  if (!profile.lifecycle) {
    return {
      id: 'lifecycle',
      status: 'warning',
      summary: `${profile.label} takes no rule for unfinished uploads by the API of S3.`,
      reason: 'Parts of abandoned uploads may be stored, and cost money, forever.',
      remedy: { text: 'Set one with the tools of the store, or let the backend sweep.' },
    };
  }
  const lifecycle = await attempt(() => settings.readLifecycle());
  if (!lifecycle.ok) {
    return {
      id: 'lifecycle',
      status: 'warning',
      summary: `The bucket's lifecycle rules cannot be read: ${describeRefusal(lifecycle)}.`,
      reason: 'Parts of abandoned uploads may be stored, and cost money, forever.',
      remedy: isDenied(lifecycle)
        ? { text: 'Allow s3:GetLifecycleConfiguration for the doctor’s credentials.' }
        : { text: 'Let the backend sweep: the store may have no lifecycle rules.' },
    };
  }
  const days = abortRulesOf(lifecycle.value.rules).flatMap((rule) =>
    root.startsWith(rule.prefix) ? [rule.days] : [],
  );
  const shortest = Math.min(...days);
  if (shortest <= WANTED_DAYS) {
    return {
      id: 'lifecycle',
      status: 'ok',
      summary: `Unfinished uploads are aborted after ${shortest} days.`,
    };
  }
  const json = { Rules: mergeLifecycle(lifecycle.value, root).rules };
  return {
    id: 'lifecycle',
    status: 'warning',
    summary:
      days.length === 0
        ? 'No lifecycle rule aborts unfinished uploads.'
        : `Unfinished uploads are kept for ${shortest} days.`,
    reason: 'You pay for the parts of abandoned uploads until they are deleted.',
    remedy: {
      text: 'Set these rules: the existing ones, and one for unfinished uploads.',
      command: awsCommand(
        'put-bucket-lifecycle-configuration',
        bucket.bucket,
        '--lifecycle-configuration',
        json,
      ),
      json,
      fix: 'lifecycle',
    },
  };
}

/** Adds or replaces the doctor's rule. All other rules stay unchanged. */
export function mergeLifecycle(
  { rules, transitionSize }: LifecycleConfiguration,
  root: string,
): LifecycleConfiguration {
  const rule: LifecycleRule = {
    ID: RULE_ID,
    Status: 'Enabled',
    Filter: { Prefix: root },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: WANTED_DAYS },
  };
  return { rules: [...rules.filter(({ ID }) => ID !== RULE_ID), rule], transitionSize };
}
