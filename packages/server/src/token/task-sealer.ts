import { createTokenSealer, type TokenSealer, type TokenSealerOptions } from './token-sealer.ts';

/**
 * Seals the uploads of background tasks. All routers and sweepers of a bucket can open them, and no browser can use one:
 * their audience is no router's.
 */
export function createTaskSealer(
  options: Omit<TokenSealerOptions, 'audience'>,
  bucket: string,
): TokenSealer {
  return createTokenSealer({ ...options, audience: `tasks ${bucket}` });
}
