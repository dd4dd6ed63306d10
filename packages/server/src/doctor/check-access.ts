import type { Finding } from '@slipway/protocol';
import { clockFault } from './check-clock.ts';
import type { DoctorContext } from './doctor-context.ts';
import { attempt, describeRefusal, isDenied, type Outcome, type Refusal } from './outcome.ts';

/** Whether the doctor can reach the bucket, and what prevents it. */
export interface Access {
  readonly findings: readonly Finding[];
  /** Whether further checks make sense. */
  readonly isReachable: boolean;
}

const WRONG_CREDENTIALS = new Set([
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidToken',
  'ExpiredToken',
  'CredentialsProviderError',
  'TokenProviderError',
]);
const WRONG_REGION = new Set([
  'AuthorizationHeaderMalformed',
  'PermanentRedirect',
  'TemporaryRedirect',
  'IllegalLocationConstraintException',
  '301',
  '307',
]);

/** Checks credentials, bucket and region. The response to one request tells which of them is wrong. */
export async function checkAccess(context: DoctorContext): Promise<Access> {
  const { settings, storage, bucket, root } = context;
  const credentials = await attempt(() => settings.readCredentials());
  if (!credentials.ok) {
    return {
      findings: [await credentialsFault(context, 'No credentials were found.')],
      isReachable: false,
    };
  }
  const listed = await attempt(() => storage.listObjects({ prefix: root, limit: 1 }));
  const failure = listed.ok
    ? undefined
    : isDenied(listed)
      ? await findWrongOwner(context)
      : await explain(context, listed);
  if (failure) return { findings: [failure], isReachable: false };
  const { expiration } = credentials.value;
  return {
    isReachable: true,
    findings: [
      {
        id: 'credentials',
        status: 'ok',
        summary: `The store accepts the credentials${expiration ? `, which expire at ${expiration.toISOString()}` : ''}.`,
      },
      { id: 'bucket', status: 'ok', summary: `The bucket ${bucket.bucket} answers.` },
      await checkRegion(context),
    ],
  };
}

/** A bucket of another account denies everything, like a missing right. */
async function findWrongOwner({
  anyOwner,
  bucket: { bucket, expectedBucketOwner },
  root,
}: DoctorContext): Promise<Finding | undefined> {
  if (expectedBucketOwner === undefined) return undefined;
  const listed = await attempt(() => anyOwner.listObjects({ prefix: root, limit: 1 }));
  if (!listed.ok) return undefined;
  return {
    id: 'bucket',
    status: 'problem',
    summary: `The bucket ${bucket} does not belong to the account ${expectedBucketOwner}.`,
    reason: 'The store refuses every request that expects this owner.',
    remedy: {
      text: 'If the bucket is yours, change S3_EXPECTED_BUCKET_OWNER (object.expectedBucketOwner).',
    },
  };
}

async function credentialsFault(
  { settings }: Pick<DoctorContext, 'settings'>,
  summary: string,
): Promise<Finding> {
  const isAws = (await settings.endpoint()) === undefined;
  return {
    id: 'credentials',
    status: 'problem',
    summary,
    reason: 'The store refuses every request and every presigned URL.',
    remedy: {
      text: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile or a role. Then check:',
      // Other stores do not have STS.
      command: isAws ? 'aws sts get-caller-identity' : 'aws s3api list-buckets',
    },
  };
}

async function checkRegion({ settings }: Pick<DoctorContext, 'settings'>): Promise<Finding> {
  const ours = await settings.signingRegion();
  const theirs: Outcome<string | undefined> = await attempt(() => settings.readRegion());
  const region = theirs.ok ? theirs.value : theirs.region;
  if (region === undefined || region === ours) {
    return {
      id: 'region',
      status: 'ok',
      summary: `The store accepts requests signed for ${ours}.`,
    };
  }
  return regionFault(ours, region);
}

async function explain(context: DoctorContext, refusal: Refusal): Promise<Finding> {
  const { settings, bucket } = context;
  const { code } = refusal;
  if (WRONG_REGION.has(code)) return regionFault(await settings.signingRegion(), refusal.region);
  if (code === 'RequestTimeTooSkewed') {
    return clockFault('problem', 'Our clock is more than 15 minutes off the store’s.');
  }
  if (WRONG_CREDENTIALS.has(code)) {
    return credentialsFault(
      context,
      `The store refuses the credentials: ${describeRefusal(refusal)}.`,
    );
  }
  return {
    id: 'bucket',
    status: 'problem',
    summary: `The bucket ${bucket.bucket} does not answer: ${describeRefusal(refusal)}.`,
    reason: 'Nothing can be uploaded.',
    remedy:
      code === 'NoSuchBucket'
        ? {
            text: 'Create it, or correct its name.',
            command: `aws s3 mb s3://${bucket.bucket}`,
          }
        : { text: 'Check the endpoint, the network, and that the store runs.' },
  };
}

function regionFault(ours: string, theirs: string | undefined): Finding {
  return {
    id: 'region',
    status: 'problem',
    summary: `Requests are signed for ${ours}, but the bucket is in ${theirs ?? 'another region'}.`,
    reason: 'The store refuses or redirects presigned URLs. Browsers fail at both.',
    remedy: {
      text: `Set S3_REGION${theirs === undefined ? '' : ` to ${theirs}`}, or the region of the S3 client.`,
    },
  };
}
