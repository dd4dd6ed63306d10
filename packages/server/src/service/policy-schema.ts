import { INTEGRITY_MODES, S3_LIMITS, type UploadPolicy } from '@slipway/protocol';
import { z } from 'zod';
import type { Principal } from '../principal.ts';

/** What a caller may upload. A function is called once for each request. */
export type PolicyOption =
  | UploadPolicy
  | ((principal: Principal) => UploadPolicy | Promise<UploadPolicy>);

const bytes = z.int().min(0, 'must be a number of bytes, 0 or more');
const TYPE = /^\s*(?:\*|\*\/\*|[\w!#$&^.+-]+\/(?:\*|[\w!#$&^.+-]+))\s*$/;
const DOTTED = /^\s*\.[^/\\*]+$/;

/** An empty list would allow everything, although its owner may mean nothing. */
const EMPTY = 'is empty: list what is allowed, or leave it out to allow everything';

const types = z
  .array(z.string().regex(TYPE, 'must be a MIME type such as "image/png" or "image/*"'))
  .min(1, EMPTY)
  .readonly();

const extensions = z
  .array(z.string().regex(/^[^/\\*]+$/, 'must be an extension such as ".pdf"'))
  .min(1, EMPTY)
  .readonly();

const accept = z
  .array(
    z.string().refine((entry) => TYPE.test(entry) || DOTTED.test(entry), {
      error: 'must be a MIME type such as "image/png" or "image/*", or an extension such as ".pdf"',
    }),
  )
  .min(1, EMPTY)
  .readonly();

/** The shape of a policy. */
export const policySchema = z
  .strictObject({
    maxFileSize: bytes.optional(),
    minFileSize: bytes.optional(),
    maxFiles: z.int().min(1).optional(),
    accept: accept.optional(),
    allowedTypes: types.optional(),
    allowedExtensions: extensions.optional(),
    partSize: z.int().min(1).max(S3_LIMITS.maxPartSize).optional(),
    integrity: z.enum(INTEGRITY_MODES).optional(),
  })
  .refine(({ maxFileSize = Infinity, minFileSize = 0 }) => minFileSize <= maxFileSize, {
    path: ['minFileSize'],
    error: 'is larger than maxFileSize',
  }) satisfies z.ZodType<UploadPolicy>;

/**
 * Checks a policy early: a malformed entry matches no file, so it would silently refuse all files.
 *
 * @throws TypeError that names the wrong entry
 */
export function assertPolicy(policy: UploadPolicy): void {
  const { error } = policySchema.safeParse(policy);
  if (!error) return;
  const [issue] = error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const where = ['policy', ...(issue?.path ?? []), ...unknown].join('.');
  throw new TypeError(`${where}: ${issue?.message ?? 'cannot be used'}.`);
}
