import { z } from 'zod';
import { ACLS, ENCRYPTIONS, type ObjectOptions, STORAGE_CLASSES } from './object-options.ts';
import * as value from './variable-schemas.ts';

/** An environment variable that sets an option. */
export interface OptionVariable {
  readonly name: string;
  /** Parses the variable's text. */
  readonly schema: z.ZodType;
  /** One or two sentences, in Markdown. */
  readonly meaning: string;
  /** What holds if the variable is not set, in Markdown. */
  readonly unset?: string;
}

const GRANTEES = 'in the format of `S3_GRANT_FULL_CONTROL`';

/**
 * The variables that set {@link ObjectOptions}, by the option's name. `sseCustomerKey` has none, because each object needs a
 * key of its own.
 */
export const OBJECT_VARIABLES = {
  storageClass: {
    name: 'S3_STORAGE_CLASS',
    schema: value.oneOf(STORAGE_CLASSES),
    meaning: 'Storage class of objects, such as `STANDARD_IA` or `INTELLIGENT_TIERING`.',
    unset: 'the bucket’s',
  },
  serverSideEncryption: {
    name: 'S3_SSE',
    schema: value.oneOf(ENCRYPTIONS),
    meaning: `How S3 encrypts objects: ${ENCRYPTIONS.map((word) => `\`${word}\``).join(', ')}.`,
    unset: 'the bucket’s',
  },
  sseKmsKeyId: {
    name: 'S3_SSE_KMS_KEY_ID',
    schema: value.headerText(),
    meaning: 'ID, ARN or alias of the KMS key, if `S3_SSE` is `aws:kms` or `aws:kms:dsse`.',
    unset: 'S3’s own key',
  },
  sseKmsEncryptionContext: {
    name: 'S3_SSE_KMS_ENCRYPTION_CONTEXT',
    schema: value.pairs(),
    meaning: 'Encryption context for KMS, in the format of `S3_TAGGING`.',
  },
  bucketKeyEnabled: {
    name: 'S3_BUCKET_KEY',
    schema: value.trueOrFalse(),
    meaning: '`true` for an S3 Bucket Key, which needs fewer calls of KMS. `false` for none.',
    unset: 'the bucket’s',
  },
  tagging: {
    name: 'S3_TAGGING',
    schema: value.pairs(),
    meaning:
      'Tags of objects, like the query of a URL: `team=video&source=web`. Needs `s3:PutObjectTagging`.',
  },
  metadata: {
    name: 'S3_METADATA',
    schema: value.pairs(),
    meaning:
      'User metadata of objects, in the format of `S3_TAGGING`. Names are in lower case, without `x-amz-meta-`.',
  },
  cacheControl: {
    name: 'S3_CACHE_CONTROL',
    schema: value.headerText(),
    meaning: '`Cache-Control` of downloads, such as `public, max-age=31536000`.',
    unset: '`no-cache`',
  },
  contentDisposition: {
    name: 'S3_CONTENT_DISPOSITION',
    schema: value.headerText(),
    meaning: '`Content-Disposition` of downloads, such as `attachment`.',
    unset: 'by type',
  },
  contentEncoding: {
    name: 'S3_CONTENT_ENCODING',
    schema: value.headerText(),
    meaning: 'How the files are already encoded, such as `gzip`. The backend encodes nothing.',
  },
  contentLanguage: {
    name: 'S3_CONTENT_LANGUAGE',
    schema: value.headerText(),
    meaning: '`Content-Language` of downloads.',
  },
  expires: {
    name: 'S3_EXPIRES',
    schema: value.date(),
    meaning: 'When caches treat objects as stale: a time such as `2030-01-31T00:00:00Z`.',
  },
  acl: {
    name: 'S3_ACL',
    schema: value.oneOf(ACLS),
    meaning:
      'Canned ACL of objects, such as `bucket-owner-full-control`, for buckets that still have ACLs.',
    unset: 'the bucket’s',
  },
  grantFullControl: {
    name: 'S3_GRANT_FULL_CONTROL',
    schema: value.headerText(),
    meaning: 'Who gets full control, instead of `S3_ACL`: `id="…",uri="…"`.',
  },
  grantRead: {
    name: 'S3_GRANT_READ',
    schema: value.headerText(),
    meaning: `Who may read objects, ${GRANTEES}.`,
  },
  grantReadAcp: {
    name: 'S3_GRANT_READ_ACP',
    schema: value.headerText(),
    meaning: `Who may read the ACL of objects, ${GRANTEES}.`,
  },
  grantWriteAcp: {
    name: 'S3_GRANT_WRITE_ACP',
    schema: value.headerText(),
    meaning: `Who may write the ACL of objects, ${GRANTEES}.`,
  },
  objectLockMode: {
    name: 'S3_OBJECT_LOCK_MODE',
    schema: value.oneOf(['GOVERNANCE', 'COMPLIANCE']),
    meaning:
      'Locks objects: `GOVERNANCE` or `COMPLIANCE`. Needs one of the next two variables, and `s3:PutObjectRetention`.',
  },
  objectLockRetainUntilDate: {
    name: 'S3_OBJECT_LOCK_RETAIN_UNTIL_DATE',
    schema: value.date(),
    meaning: 'When the lock ends, such as `2035-01-31T00:00:00Z`. After that time, uploads fail.',
  },
  objectLockDays: {
    name: 'S3_OBJECT_LOCK_DAYS',
    schema: value.days(),
    meaning: 'How many days the lock lasts, from the start of each upload.',
  },
  objectLockLegalHoldStatus: {
    name: 'S3_OBJECT_LOCK_LEGAL_HOLD',
    schema: value.oneOf(['ON', 'OFF']),
    meaning: '`ON` holds objects until you remove the hold. Needs `s3:PutObjectLegalHold`.',
  },
  websiteRedirectLocation: {
    name: 'S3_WEBSITE_REDIRECT_LOCATION',
    schema: value.headerText(),
    meaning: 'Where a website bucket redirects requests for objects: a path or an HTTP URL.',
  },
  checksumType: {
    name: 'S3_CHECKSUM_TYPE',
    schema: value.oneOf(['FULL_OBJECT', 'COMPOSITE']),
    meaning:
      'Whether S3 keeps a checksum of the whole object (`FULL_OBJECT`) or one of its parts’ checksums (`COMPOSITE`).',
    unset: 'by `SLIPWAY_INTEGRITY`',
  },
  requestPayer: {
    name: 'S3_REQUEST_PAYER',
    schema: value.oneOf(['requester']),
    meaning: '`requester` makes the backend’s account pay, for Requester Pays buckets.',
    unset: 'the bucket’s owner pays',
  },
  expectedBucketOwner: {
    name: 'S3_EXPECTED_BUCKET_OWNER',
    schema: z
      .string()
      .regex(/^\d{12}$/, { error: 'is an account of 12 digits.' })
      .optional(),
    meaning: 'The account that must own the bucket, in 12 digits.',
    unset: 'any account',
  },
} as const satisfies Record<
  Exclude<keyof ObjectOptions, 'sseCustomerKey' | 'ifMatch'> | 'objectLockDays',
  OptionVariable
>;

/** The parsed values of {@link OBJECT_VARIABLES}. */
export type ObjectVariableValues = {
  readonly [Option in keyof typeof OBJECT_VARIABLES]?:
    | z.output<(typeof OBJECT_VARIABLES)[Option]['schema']>
    | undefined;
};

const DAY_MS = 24 * 60 * 60 * 1_000;

/** The options that the variables set, or `undefined` if they set none. The end of a lock of some days moves with `now`. */
export function toObjectOptions(
  { objectLockDays, ...values }: ObjectVariableValues,
  now: () => number,
): ObjectOptions | undefined {
  const given = Object.fromEntries(
    Object.entries(values).filter(([, option]) => option !== undefined),
  ) as ObjectOptions;
  if (objectLockDays !== undefined) {
    Object.defineProperty(given, 'objectLockRetainUntilDate', {
      enumerable: true,
      get: () => new Date(now() + objectLockDays * DAY_MS),
    });
  }
  return Object.keys(given).length > 0 ? given : undefined;
}

/**
 * Reads the variables from an environment. Empty ones count as not set.
 *
 * @returns the options, and one line per mistake
 */
export function readObjectVariables(
  environment: Readonly<Record<string, string | undefined>>,
  now: () => number,
): { readonly object: ObjectOptions | undefined; readonly mistakes: readonly string[] } {
  const mistakes: string[] = [];
  const values = Object.entries(OBJECT_VARIABLES).map(([option, { name, schema }]) => {
    const { data, error } = schema.safeParse(environment[name]?.trim() || undefined);
    if (error) mistakes.push(`${name}: ${error.issues[0]?.message}`);
    return [option, data] as const;
  });
  if (environment.S3_OBJECT_LOCK_DAYS && environment.S3_OBJECT_LOCK_RETAIN_UNTIL_DATE) {
    mistakes.push(LOCK_CONTRADICTION);
  }
  return { object: toObjectOptions(Object.fromEntries(values), now), mistakes };
}

/** Says that two variables set the end of a lock. */
export const LOCK_CONTRADICTION =
  'S3_OBJECT_LOCK_DAYS: S3_OBJECT_LOCK_RETAIN_UNTIL_DATE sets the end of the lock, too. Set only one of the two.';

/** Replaces the names of object options in a message by those of their variables. */
export function nameVariables(message: string): string {
  return message.replaceAll(/\b[a-z]+[A-Za-z]*\b/g, (word) =>
    Object.hasOwn(OBJECT_VARIABLES, word)
      ? OBJECT_VARIABLES[word as keyof typeof OBJECT_VARIABLES].name
      : word,
  );
}
