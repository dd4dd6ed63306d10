import { INTEGRITY_MODES, S3_LIMITS, type UploadPolicy } from '@slipway/protocol';
import { z } from 'zod';
import type { Principal } from '../principal.ts';

/** What a caller may upload. A function is called once for each request. */
export type PolicyOption =
  | UploadPolicy
  | ((principal: Principal) => UploadPolicy | Promise<UploadPolicy>);

const bytes = z.int().min(0, 'must be a number of bytes, 0 or more');
const TYPE = /^\s*(?:\*|\*\/\*|[\w!#$&^.+-]+\/(?:\*|[\w!#$&^.+-]+))\s*$/;
const DOTTED = /^\s*\.[^/\\*\s]+\s*$/;

/** Types that no browser reports, and those that it reports instead. */
const MISNAMED: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/svg': 'image/svg+xml',
  'image/tif': 'image/tiff',
  'audio/mp3': 'audio/mpeg',
  'video/mov': 'video/quicktime',
  'video/avi': 'video/x-msvideo',
  'video/mkv': 'video/x-matroska',
  'text/json': 'application/json',
  'text/txt': 'text/plain',
};

/** @returns what is wrong with a type that can never match */
function findMisnomer(type: string): string | undefined {
  const real = MISNAMED[type.trim().toLowerCase()];
  return real && `is a type that no browser reports. Use "${real}"`;
}

const mimeType = z
  .string()
  .regex(TYPE, 'must be a MIME type such as "image/png" or "image/*"')
  .refine((type) => !findMisnomer(type), { error: ({ input }) => findMisnomer(String(input)) });

/** An empty list would allow everything, although its owner may mean nothing. */
const EMPTY = 'is empty: list what is allowed, or leave it out to allow everything';

const types = z.array(mimeType).min(1, EMPTY).readonly();

const extensions = z
  .array(z.string().regex(/^\s*[^/\\*\s]+\s*$/, 'must be an extension such as ".pdf"'))
  .min(1, EMPTY)
  .readonly();

const accept = z
  .array(
    z
      .string()
      .refine((entry) => TYPE.test(entry) || DOTTED.test(entry), {
        error:
          'must be a MIME type such as "image/png" or "image/*", or an extension such as ".pdf"',
      })
      .refine((entry) => !findMisnomer(entry), {
        error: ({ input }) => findMisnomer(String(input)),
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
