import type { z } from 'zod';
import { createSealer, type Sealer, type TokenSealerOptions } from './token-sealer.ts';
import { uploadClaimsSchema } from './upload-claims.ts';

/** What deleting an upload's object and releasing its quota need. A list can hold many tasks, so each is small. */
const taskClaimsSchema = uploadClaimsSchema.pick({
  bucket: true,
  objectKey: true,
  uploadId: true,
  subject: true,
  tenant: true,
  size: true,
  nonce: true,
  sseCustomerKey: true,
  requestPayer: true,
  expectedBucketOwner: true,
});

/** One upload, as a background task knows it. */
export type TaskClaims = Readonly<z.infer<typeof taskClaimsSchema>>;

/** Seals uploads for background tasks. */
export type TaskSealer = Sealer<TaskClaims>;

/** A month after the task is due. A list keeps a task that no replica takes for a week. */
const TASK_LIFETIME_SECONDS = 30 * 24 * 60 * 60;

/**
 * Seals the uploads of background tasks. All routers and sweepers of a bucket can open them, and no browser can use one:
 * their audience is no router's.
 */
export function createTaskSealer(
  options: Omit<TokenSealerOptions, 'audience' | 'lifetimeSeconds'>,
  bucket: string,
): TaskSealer {
  const lifetimeSeconds = TASK_LIFETIME_SECONDS;
  const sealer = createSealer(
    { ...options, lifetimeSeconds, audience: `tasks ${bucket}` },
    taskClaimsSchema,
  );
  return {
    ...sealer,
    seal: (claims, issuedAtMs) => sealer.seal(taskClaimsSchema.parse(claims), issuedAtMs),
  };
}
