import { UploadError } from '@slipway/protocol';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import { assertTokenKeys, type TokenKey } from './token-key.ts';
import { type UploadClaims, uploadClaimsSchema } from './upload-claims.ts';

/** Makes and opens upload tokens. */
export interface TokenSealer {
  /** @param issuedAtMs when the token's life began, in milliseconds since the epoch. Now, if left out. */
  seal(claims: UploadClaims, issuedAtMs?: number): Promise<string>;
  /** @throws UploadError `token-invalid` or `token-expired` */
  open(token: string): Promise<UploadClaims>;
}

/** How tokens are made. */
export interface TokenSealerOptions {
  /** The first seals; all open. */
  readonly keys: readonly TokenKey[];
  /** How long a token can be used, in seconds. */
  readonly lifetimeSeconds: number;
  /** Now, in milliseconds since the epoch. */
  readonly now: () => number;
}

const ALGORITHM = 'dir';
const ENCRYPTION = 'A256GCM';
/** Tells these tokens from any other that the same key may have sealed. */
const TYPE = 'slipway-upload';

/**
 * Seals tokens as JWE with A256GCM: the browser can neither read nor change them.
 *
 * @throws TypeError when the keys are unusable
 */
export function createTokenSealer(options: TokenSealerOptions): TokenSealer {
  const { keys, lifetimeSeconds, now } = options;
  assertTokenKeys(keys);
  const imported = new Map(keys.map(({ id, secret }) => [id, importKey(secret)]));
  const sealingId = keys[0]?.id ?? '';

  return {
    async seal({ subject, ...claims }, issuedAtMs = now()) {
      const issuedAt = Math.floor(issuedAtMs / 1_000);
      return new EncryptJWT(claims)
        .setProtectedHeader({ alg: ALGORITHM, enc: ENCRYPTION, kid: sealingId, typ: TYPE })
        .setSubject(subject)
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
          requiredClaims: ['sub', 'iat', 'exp'],
          currentDate: new Date(now()),
        });
        return uploadClaimsSchema.parse({ ...payload, subject: payload.sub });
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

/**
 * Decoders pass over stray characters and spare bits at the end of base64url, so that one sealed text
 * would have several tokens. Only the one that was handed out opens.
 */
function assertOneSpelling(token: string): void {
  for (const part of token.split('.')) {
    if (Buffer.from(part, 'base64url').toString('base64url') !== part) {
      throw new Error('Not the spelling that was sealed.');
    }
  }
}

type ImportedKey = ReturnType<typeof importKey>;

/** Once for each key, not for each token. */
function importKey(secret: Uint8Array) {
  // A copy: what the owner does with the array later changes nothing.
  return crypto.subtle.importKey('raw', Uint8Array.from(secret), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]);
}

function keyOf(keys: ReadonlyMap<string, ImportedKey>, id: string | undefined): ImportedKey {
  const key = id === undefined ? undefined : keys.get(id);
  if (!key) throw new Error('Sealed with a key that is not, or no longer, known.');
  return key;
}
