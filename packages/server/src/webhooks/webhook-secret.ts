import { createHmac } from 'node:crypto';

/** A secret that signs webhooks. */
export interface WebhookSecret {
  /** The signature of one attempt, as the header contains it. */
  sign(text: string): string;
}

/** The specification's bounds for the length of a key, in bytes. */
const KEY_BYTES = { min: 24, max: 64 };

/**
 * Why a text is no secret of Standard Webhooks. `undefined` if it is one. Never quotes the text.
 *
 * @see https://www.standardwebhooks.com
 */
export function findSecretFault(text: string): string | undefined {
  const [, base64 = ''] = /^whsec_(.+)$/.exec(text) ?? [];
  const key = Buffer.from(base64, 'base64');
  const { min, max } = KEY_BYTES;
  if (base64 !== '' && key.toString('base64') === base64) {
    if (key.byteLength >= min && key.byteLength <= max) return undefined;
  }
  return `must be whsec_ and then ${min} to ${max} random bytes in base64. Make one with: echo whsec_$(openssl rand -base64 32)`;
}

/** Parses a secret. @throws TypeError that does not quote it */
export function parseSecret(text: string): WebhookSecret {
  const fault = findSecretFault(text);
  if (fault !== undefined) throw new TypeError(`webhooks: each secret ${fault}`);
  const key = Buffer.from(text.slice('whsec_'.length), 'base64');
  return { sign: (signed) => `v1,${createHmac('sha256', key).update(signed).digest('base64')}` };
}
