import { UploadError } from '@slipway/protocol';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import type { z } from 'zod';
import { assertTokenKeys, type TokenKey } from './token-key.ts';
import { type UploadClaims, uploadClaimsSchema } from './upload-claims.ts';

/** Seals and opens tokens. */
export interface Sealer<Claims> {
  /** @param issuedAtMs start of the token's lifetime, in milliseconds since the epoch. @defaultValue now */
  seal(claims: Claims, issuedAtMs?: number): Promise<string>;
  /** @throws UploadError `token-invalid` or `token-expired` */
  open(token: string): Promise<Claims>;
}

/** Seals and opens upload tokens. */
export type TokenSealer = Sealer<UploadClaims>;

/** Options of {@link createTokenSealer}. */
export interface TokenSealerOptions {
  /** The first key seals. Every key opens. */
  readonly keys: readonly TokenKey[];
  /** Lifetime of a token, in seconds. */
  readonly lifetimeSeconds: number;
  /** Who accepts the tokens. Tokens with another audience, or without one, are invalid. */
  readonly audience: string;
  /** Now, in milliseconds since the epoch. */
  readonly now: () => number;
}

const ALGORITHM = 'dir';
const ENCRYPTION = 'A256GCM';
/** Separates these tokens from others that the same key sealed. */
const TYPE = 'slipway-upload';

/**
 * Seals upload tokens as JWE with A256GCM. The browser can neither read nor change them.
 *
 * @throws TypeError if the keys are invalid
 */
export function createTokenSealer(options: TokenSealerOptions): TokenSealer {
  return createSealer(options, uploadClaimsSchema);
}

/**
 * Seals claims that the schema validates when they are opened.
 *
 * @throws TypeError if the keys are invalid
 */
export function createSealer<Claims extends { readonly subject: string }>(
  options: TokenSealerOptions,
  schema: z.ZodType<Claims>,
): Sealer<Claims> {
  const { keys, lifetimeSeconds, audience, now } = options;
  assertTokenKeys(keys);
  const imported = new Map(keys.map(({ id, secret }) => [id, importKey(secret)]));
  const sealingId = keys[0]?.id ?? '';

  return {
    async seal({ subject, ...claims }, issuedAtMs = now()) {
      const issuedAt = Math.floor(issuedAtMs / 1_000);
      return new EncryptJWT(claims)
        .setProtectedHeader({ alg: ALGORITHM, enc: ENCRYPTION, kid: sealingId, typ: TYPE })
        .setSubject(subject)
        .setAudience(audience)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifetimeSeconds)
        .encrypt(await keyOf(imported, sealingId));
    },
    async open(token) {
      try {
        assertOneSpelling(token);
        const { payload } = await jwtDecrypt(token, ({ kid }) => keyOf(imported, kid), {
          keyManagementAlgorithms: [ALGORITHM],
          contentEncryptionAlgorithms: [ENCRYPTION],
          typ: TYPE,
          audience,
          requiredClaims: ['sub', 'iat', 'exp'],
          currentDate: new Date(now()),
        });
        return schema.parse({ ...payload, subject: payload.sub });
      } catch (error) {
        throw error instanceof errors.JWTExpired
          ? new UploadError('token-expired', {
              message: 'The upload took too long and can no longer be continued. Start it anew.',
            })
          : new UploadError('token-invalid', {
              message: 'The upload is not known to this server. Start it anew.',
            });
      }
    },
  };
}

/** A JWE in its compact form: header, key, nonce, ciphertext and tag. */
const SEGMENTS = 5;

/**
 * Accepts only the exact token that was sealed. Base64url decoders ignore stray characters and spare bits at the end,
 * so one token would have several spellings. It counts the segments first: decoding thousands of empty ones is slow.
 */
function assertOneSpelling(token: string): void {
  const parts = token.split('.', SEGMENTS + 1);
  if (parts.length !== SEGMENTS) throw new Error(`The token does not have ${SEGMENTS} segments.`);
  for (const part of parts) {
    if (Buffer.from(part, 'base64url').toString('base64url') !== part) {
      throw new Error('The token is not in canonical base64url.');
    }
  }
}

type ImportedKey = ReturnType<typeof importKey>;

/** Imports a key once, not for each token. */
function importKey(secret: Uint8Array) {
  // Copies the secret, because the owner could change the array later.
  return crypto.subtle.importKey('raw', Uint8Array.from(secret), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]);
}

function keyOf(keys: ReadonlyMap<string, ImportedKey>, id: string | undefined): ImportedKey {
  const key = id === undefined ? undefined : keys.get(id);
  if (!key) throw new Error('The token was sealed with an unknown key.');
  return key;
}
