import { attributeChecks } from './attribute-checks.ts';
import { awsChunkedChecks } from './aws-chunked-checks.ts';
import { bucketChecks } from './bucket-checks.ts';
import type { Check } from './check.ts';
import { completeChecks } from './complete-checks.ts';
import { copyChecks } from './copy-checks.ts';
import { corsChecks } from './cors-checks.ts';
import { customerKeyChecks } from './customer-key-checks.ts';
import { deleteObjectsChecks } from './delete-objects-checks.ts';
import { lifecycleChecks } from './lifecycle-checks.ts';
import { listObjectsChecks } from './list-objects-checks.ts';
import { listUploadsChecks } from './list-uploads-checks.ts';
import { multipartChecksumChecks } from './multipart-checksum-checks.ts';
import { objectAttributesChecks } from './object-attributes-checks.ts';
import { checksumChecks, digestChecks } from './object-checksum-checks.ts';
import { objectLockChecks } from './object-lock-checks.ts';
import { postObjectChecks } from './post-object-checks.ts';
import { postPolicyChecks } from './post-policy-checks.ts';
import { readObjectChecks } from './read-object-checks.ts';
import { sigv4HeaderChecks } from './sigv4-header-checks.ts';
import { sigv4QueryChecks } from './sigv4-query-checks.ts';
import { accessChecks, taggingChecks } from './tag-and-acl-checks.ts';
import { uploadPartChecks } from './upload-part-checks.ts';
import { writeObjectChecks } from './write-object-checks.ts';

/** All checks, by family. */
export const ALL_CHECKS: readonly Check[] = [
  ...sigv4HeaderChecks,
  ...sigv4QueryChecks,
  ...awsChunkedChecks,
  ...uploadPartChecks,
  ...completeChecks,
  ...listUploadsChecks,
  ...checksumChecks,
  ...digestChecks,
  ...multipartChecksumChecks,
  ...readObjectChecks,
  ...writeObjectChecks,
  ...listObjectsChecks,
  ...copyChecks,
  ...deleteObjectsChecks,
  ...objectAttributesChecks,
  ...postObjectChecks,
  ...postPolicyChecks,
  ...attributeChecks,
  ...taggingChecks,
  ...accessChecks,
  ...customerKeyChecks,
  ...objectLockChecks,
  ...corsChecks,
  ...bucketChecks,
  ...lifecycleChecks,
];
