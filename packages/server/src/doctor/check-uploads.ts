import type { Finding, Integrity } from '@slipway/protocol';
import { NONCE_NAME } from '../object/metadata.ts';
import type { CompleteOutcome, StoredObject } from '../s3/s3-gateway.ts';
import { checkPermissions, type Permissions } from './check-permissions.ts';
import type { DoctorContext } from './doctor-context.ts';
import { attempt, describeRefusal, type Outcome } from './outcome.ts';
import { isDone, sendPart, TRIAL_BODY, type Trial, type TrialAnswer } from './trial.ts';
import { rightChecksum } from './trial-checksum.ts';

/**
 * Runs a multipart upload step by step, like browsers and backend. Each step shows whether the credentials have the
 * permission that it needs.
 */
export async function checkUploads(
  context: DoctorContext,
  trial: Trial,
): Promise<readonly Finding[]> {
  const { gateway, storage, integrity, bucket, root, profile } = context;
  const created = await trial.begin('parts', integrity);
  const upload = created.ok ? created.value : { ...trial.object('none'), uploadId: 'none' };
  const put: Outcome<TrialAnswer> = created.ok
    ? await attempt(async () =>
        refused(
          await sendPart(await trial.presignPart(upload, integrity, rightChecksum(integrity))),
        ),
      )
    : created;
  const parts = await attempt(() => gateway.listParts(upload, integrity));
  const completed = await attempt(() => complete(parts.ok ? parts.value : undefined));
  const head = await attempt(() => gateway.head(upload, integrity));

  const second = await trial.begin('aborted', integrity);
  const permissions: Permissions = {
    's3:PutObject': created,
    's3:ListMultipartUploadParts': parts,
    's3:GetObject': head,
    's3:AbortMultipartUpload': await attempt(() =>
      gateway.abort(second.ok ? second.value : upload),
    ),
    's3:DeleteObject': await attempt(() => gateway.delete(upload)),
    's3:ListBucket': await attempt(() => storage.listObjects({ prefix: root, limit: 1 })),
    's3:ListBucketMultipartUploads': await attempt(() =>
      storage.listUploads({ prefix: root, pageSize: 1 }),
    ),
  };
  const failure = findFailure([
    ['CreateMultipartUpload', created],
    ['UploadPart', put],
    ['ListParts', parts],
    ['CompleteMultipartUpload', completed],
    ['HeadObject', head],
  ]);
  const isProven = isWhole(head.ok ? head.value : undefined, trial.nonce);
  return [
    ...checkPermissions(bucket.bucket, root, permissions),
    judge(integrity, failure, isProven, completed),
  ];

  async function complete(
    stored: Awaited<ReturnType<typeof gateway.listParts>>,
  ): Promise<CompleteOutcome> {
    if (!created.ok || !stored) return { kind: 'upload-not-found' };
    const size = TRIAL_BODY.length;
    const checksum = rightChecksum(integrity);
    // As uploads do it: some stores refuse the condition.
    const overwrite = !profile.conditionalWrites.complete;
    return gateway.complete(upload, { parts: stored, size, integrity, checksum, overwrite });
  }
}

function judge(
  integrity: Integrity,
  failure: string | undefined,
  isProven: boolean,
  completed: Outcome<CompleteOutcome>,
): Finding {
  if (!failure && isProven) {
    return {
      id: 'test-upload',
      status: 'ok',
      summary: `A multipart upload with integrity ${integrity} was completed and verified.`,
    };
  }
  const kind = completed.ok && completed.value.kind !== 'completed' ? completed.value.kind : '';
  return {
    id: 'test-upload',
    status: 'problem',
    summary: failure
      ? `A multipart upload fails: ${failure}.`
      : `The object of a multipart upload could not be verified ${kind && `(${kind})`}`
          .trim()
          .concat('.'),
    reason: 'Uploads from browsers fail, too.',
  };
}

/** Throws if the store refused a presigned request. */
function refused(answer: TrialAnswer): TrialAnswer {
  if (isDone(answer)) return answer;
  const { code, status } = answer;
  throw Object.assign(new Error(code), {
    name: code || String(status),
    $metadata: { httpStatusCode: status },
  });
}

function isWhole(stored: StoredObject | undefined, nonce: string): boolean {
  return stored?.size === TRIAL_BODY.length && stored.metadata[NONCE_NAME] === nonce;
}

function findFailure(steps: readonly (readonly [string, Outcome<unknown>])[]): string | undefined {
  for (const [name, outcome] of steps) {
    if (!outcome.ok) return `${name} gets ${describeRefusal(outcome)}`;
  }
  return undefined;
}
