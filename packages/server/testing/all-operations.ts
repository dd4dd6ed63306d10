import { S3Client } from '@aws-sdk/client-s3';
import { createAdminContext } from '../src/admin/admin-context.ts';
import { createAdminOperations } from '../src/admin/admin-operations.ts';
import { OPERATIONS } from '../src/operations.ts';
import type { Operation } from '../src/service/operation.ts';

const admin = createAdminContext(new S3Client({ region: 'eu-central-1' }), {
  bucket: 'bucket-of-no-request',
  now: () => Date.now(),
});

/** Every route of a backend with admins, for tests that visit all of them. */
export const ALL_OPERATIONS: readonly Operation[] = [
  ...OPERATIONS,
  ...createAdminOperations(admin),
];
