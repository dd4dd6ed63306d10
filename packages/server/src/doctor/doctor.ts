import type { DoctorFix, DoctorReport, Finding, StoreCapabilities } from '@slipway/protocol';
import { atEndpoint, quote } from './aws-command.ts';
import { checkAccess } from './check-access.ts';
import { checkChecksums } from './check-checksums.ts';
import { checkClock } from './check-clock.ts';
import { checkConditionalWrites } from './check-conditional-writes.ts';
import { checkCors, headersOfUploads } from './check-cors.ts';
import { checkLifecycle, mergeLifecycle } from './check-lifecycle.ts';
import { checkObjectOptions } from './check-object-options.ts';
import { checkPresignedPost, checkSignedSize } from './check-signatures.ts';
import { checkStore } from './check-store.ts';
import { checkUploads } from './check-uploads.ts';
import { mergeCorsRules } from './cors-rules.ts';
import type { DoctorContext } from './doctor-context.ts';
import { attempt, describeRefusal } from './outcome.ts';
import { Trial } from './trial.ts';

/** What the doctor can fix. */
export const FIXES: readonly DoctorFix[] = ['cors', 'lifecycle'];

/**
 * Checks a bucket by doing what uploads do. It creates its own objects and uploads and removes them at the end. It
 * applies fixes before it checks, and only those that a finding suggests.
 */
export async function runDoctor(
  context: DoctorContext,
  wanted: readonly DoctorFix[] = [],
): Promise<DoctorReport> {
  const report = await examine(context, wanted);
  const endpoint = await context.settings.endpoint();
  return { ...report, findings: report.findings.map((finding) => locate(finding, endpoint)) };
}

/** Without the endpoint, a command would change a bucket of the same name at AWS. */
function locate(finding: Finding, endpoint: string | undefined): Finding {
  const { remedy } = finding;
  if (remedy?.command === undefined) return finding;
  return { ...finding, remedy: { ...remedy, command: atEndpoint(remedy.command, endpoint) } };
}

async function examine(
  context: DoctorContext,
  wanted: readonly DoctorFix[],
): Promise<DoctorReport> {
  const { bucket } = context.bucket;
  const access = await checkAccess(context);
  if (!access.isReachable) return { bucket, findings: access.findings, fixed: [] };
  const trial = new Trial(context);
  const findings: Finding[] = [...access.findings];
  let capabilities: StoreCapabilities | undefined;
  const fixed: DoctorFix[] = [];
  try {
    const clock = await checkClock(context, trial);
    const settings = async () => [
      ...(await checkCors(context, trial)),
      await checkLifecycle(context),
    ];
    let seen = await settings();
    for (const fix of fixesFor(seen, wanted)) {
      const done = await attempt(() => applyFix(fix, context, trial));
      if (done.ok) fixed.push(fix);
      else findings.push(notFixed(fix, describeRefusal(done)));
    }
    if (fixed.length > 0) seen = await settings();
    findings.push(clock, ...seen);
    if (clock.status !== 'problem') capabilities = await tryOut();
  } finally {
    findings.push(judgeCleanUp(bucket, await trial.cleanUp()));
  }
  return { bucket, findings, capabilities, fixed };

  /** Only with a correct clock. Otherwise the store refuses every presigned request, which says nothing about it. */
  async function tryOut(): Promise<StoreCapabilities> {
    const options = await checkObjectOptions(context, trial);
    trial.leaveOut(options.refused);
    const uploads = await checkUploads(context, trial);
    const [checksums, conditional, post, size] = await Promise.all([
      checkChecksums(context, trial),
      checkConditionalWrites(context, trial),
      checkPresignedPost(context, trial),
      checkSignedSize(trial),
    ]);
    findings.push(
      ...options.findings,
      ...uploads,
      size,
      ...checksums.findings,
      conditional.finding,
      post.finding,
    );
    const found: StoreCapabilities = {
      integrity: [...checksums.verified, 'none'],
      presignedPost: post.works,
      conditionalWrites: conditional.writes,
    };
    findings.push(checkStore(context, found));
    return found;
  }
}

/**
 * Adds what uploads need to the bucket's settings, and removes nothing. It does not write settings that it cannot read,
 * because they could hold the owner's rules.
 */
async function applyFix(fix: DoctorFix, context: DoctorContext, trial: Trial): Promise<void> {
  const { settings, origins, root } = context;
  switch (fix) {
    case 'cors': {
      const headers = await headersOfUploads(context, trial);
      await settings.writeCors(mergeCorsRules(await settings.readCors(), origins, headers));
      return;
    }
    case 'lifecycle':
      await settings.writeLifecycle(mergeLifecycle(await settings.readLifecycle(), root));
  }
}

function fixesFor(
  findings: readonly Finding[],
  wanted: readonly DoctorFix[],
): readonly DoctorFix[] {
  const asked = new Set(
    findings.flatMap(({ status, remedy }) => (status === 'ok' ? [] : [remedy?.fix])),
  );
  return wanted.filter((fix) => asked.has(fix));
}

function notFixed(fix: DoctorFix, why: string): Finding {
  return {
    id: fix === 'cors' ? 'cors-rules' : 'lifecycle',
    status: 'problem',
    summary: `The store does not let the doctor fix this: ${why}.`,
    reason: 'The setting is unchanged.',
    remedy: {
      text: `Allow ${fix === 'cors' ? 's3:PutBucketCORS' : 's3:PutLifecycleConfiguration'} for the doctor’s credentials, or fix it by hand.`,
    },
  };
}

function judgeCleanUp(bucket: string, left: readonly string[]): Finding {
  if (left.length === 0) {
    return {
      id: 'clean-up',
      status: 'ok',
      summary: 'The doctor removed everything that it stored.',
    };
  }
  return {
    id: 'clean-up',
    status: 'warning',
    summary: `The doctor could not remove ${left.join(', ')}.`,
    reason: 'A few bytes remain, and cost money.',
    remedy: {
      text: 'Remove it with credentials that have the permission.',
      command: left
        .filter((key) => !key.startsWith('the unfinished'))
        .map((key) => `aws s3api delete-object --bucket ${quote(bucket)} --key ${quote(key)}`)
        .join('\n'),
    },
  };
}
