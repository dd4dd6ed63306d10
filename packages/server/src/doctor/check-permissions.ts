import type { Finding } from '@slipway/protocol';
import { describeRefusal, isDenied, type Outcome } from './outcome.ts';

/** The result of a request that needs each permission. */
export type Permissions = Readonly<Record<Permission, Outcome<unknown>>>;
type Permission = keyof typeof PERMISSIONS;

interface PermissionFacts {
  /** Whether the permission is on the bucket. The others are on its objects. */
  readonly isOnBucket?: boolean;
  /** What fails without the permission. */
  readonly reason: string;
  /** Whether uploads work without the permission. */
  readonly isOptional?: boolean;
}

const PERMISSIONS = {
  's3:PutObject': { reason: 'Nothing can be uploaded.' },
  's3:GetObject': { reason: 'No upload can be proven to be complete.' },
  's3:DeleteObject': { reason: 'Refused and canceled files stay in the bucket.' },
  's3:AbortMultipartUpload': { reason: 'Canceled uploads stay, and you pay for them.' },
  's3:ListMultipartUploadParts': { reason: 'No upload can be resumed or completed.' },
  's3:ListBucket': {
    isOnBucket: true,
    reason:
      'A missing object looks like a forbidden one, so the backend cannot tell if an upload failed.',
  },
  's3:ListBucketMultipartUploads': {
    isOnBucket: true,
    isOptional: true,
    reason:
      'Admins see no unfinished uploads, the sweeper finds none, and no upload resumes on another device.',
  },
} as const satisfies Record<string, PermissionFacts>;

/** Reports for each permission whether it is granted, missing or unknown. */
export function checkPermissions(
  bucket: string,
  root: string,
  permissions: Permissions,
): readonly Finding[] {
  return Object.entries(PERMISSIONS).map(([name, facts]: [string, PermissionFacts]): Finding => {
    const outcome = permissions[name as Permission];
    const id = `permission-${name.slice('s3:'.length)}` as const;
    if (outcome.ok) return { id, status: 'ok', summary: `${name} is allowed.` };
    if (!isDenied(outcome)) {
      return {
        id,
        status: 'warning',
        summary: `The doctor could not test ${name}: ${describeRefusal(outcome)}.`,
        reason: facts.reason,
      };
    }
    return {
      id,
      status: facts.isOptional ? 'warning' : 'problem',
      summary: `${name} is denied.`,
      reason: facts.reason,
      remedy: {
        text: 'Add this statement to the policy of the backend’s role or user.',
        json: {
          Effect: 'Allow',
          Action: name,
          Resource: `arn:aws:s3:::${bucket}${facts.isOnBucket ? '' : `/${root}*`}`,
        },
      },
    };
  });
}
