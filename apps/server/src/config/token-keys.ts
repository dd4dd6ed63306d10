import { randomBytes } from 'node:crypto';
import type { TokenKey } from '@slipway/server/express';

const SECRET_BYTES = 32;

/** Reads `ID:BASE64,ID:BASE64`. `undefined` if the text does not have this form. */
export function parseTokenKeys(text: string): readonly TokenKey[] | undefined {
  const keys: TokenKey[] = [];
  for (const entry of text.split(',')) {
    const [, id, base64] =
      /^\s*([A-Za-z0-9._-]{1,64}):([A-Za-z0-9+/_-]+={0,2})\s*$/.exec(entry) ?? [];
    if (id === undefined || base64 === undefined || keys.some((key) => key.id === id)) {
      return undefined;
    }
    const secret = Buffer.from(base64, 'base64');
    if (secret.byteLength !== SECRET_BYTES) return undefined;
    // A rotation that only renames the key would change nothing.
    if (keys.some((key) => secret.equals(key.secret))) return undefined;
    keys.push({ id, secret });
  }
  return keys.length > 0 ? keys : undefined;
}

/** A new key in the form that {@link parseTokenKeys} reads. */
export function makeTokenKeys(): string {
  const id = `k${randomBytes(4).toString('hex')}`;
  return `${id}:${randomBytes(SECRET_BYTES).toString('base64')}`;
}
