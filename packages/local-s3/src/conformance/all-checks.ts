import { attributeChecks } from './attribute-checks.ts';
import { awsChunkedChecks } from './aws-chunked-checks.ts';
import { bucketChecks } from './bucket-checks.ts';
import type { Check } from './check.ts';
import { checksumChecks } from './checksum-checks.ts';
import { copyChecks } from './copy-checks.ts';
import { corsChecks } from './cors-checks.ts';
import { lifecycleChecks } from './lifecycle-checks.ts';
import { listObjectsChecks } from './list-objects-checks.ts';
import { multipartChecks } from './multipart-checks.ts';
import { objectChecks } from './object-checks.ts';
import { postObjectChecks } from './post-object-checks.ts';
import { sigv4Checks } from './sigv4-checks.ts';

/** Every check, family by family. */
export const ALL_CHECKS: readonly Check[] = [
  ...sigv4Checks,
  ...awsChunkedChecks,
  ...multipartChecks,
  ...checksumChecks,
  ...objectChecks,
  ...listObjectsChecks,
  ...corsChecks,
  ...bucketChecks,
  ...attributeChecks,
  ...copyChecks,
  ...postObjectChecks,
  ...lifecycleChecks,
];
