import { createTokenSealer, type TokenSealer, type TokenSealerOptions } from './token-sealer.ts';

/** A month: a URL is valid for a week at most, and a list keeps a task for another week. */
const TASK_LIFETIME_SECONDS = 30 * 24 * 60 * 60;

/**
 * Seals the uploads of background tasks. All routers and sweepers of a bucket can open them, and no browser can use one:
 * their audience is no router's.
 */
export function createTaskSealer(
  options: Omit<TokenSealerOptions, 'audience' | 'lifetimeSeconds'>,
  bucket: string,
): TokenSealer {
  const lifetimeSeconds = TASK_LIFETIME_SECONDS;
  return createTokenSealer({ ...options, lifetimeSeconds, audience: `tasks ${bucket}` });
}
