import { findSecretFault } from '@slipway/server/express';
import { z } from 'zod';
import { setting } from './setting.ts';
import { hasCleanCredentials } from './value-schemas.ts';

// No message quotes the address, because it may hold a password or a token.
const url = z.string().refine((text) => URL.canParse(text) && isReceiver(new URL(text)), {
  error:
    'is a URL such as https://app.example/hooks. Percent-encode special characters in its name and password.',
});

const secrets = z.string().transform((text, context) => {
  const all = secretsOf(text);
  const fault = all.map(findSecretFault).find((one) => one !== undefined);
  if (all.length > 0 && fault === undefined) return all;
  context.addIssue({
    code: 'custom',
    message: `each secret ${fault ?? 'starts with whsec_'}`,
  });
  return z.NEVER;
});

/** Which server learns how uploads begin and end. */
export const webhookSettings = {
  url: setting('SLIPWAY_WEBHOOK_URL', url.optional(), {
    meaning:
      'URL that gets [webhooks](#webhooks) when uploads are created, completed, aborted or refused. Set it together with the next variable.',
    unset: 'no webhooks',
    secret: true,
  }),
  secrets: setting('SLIPWAY_WEBHOOK_SECRET', secrets.optional(), {
    meaning:
      'Secret that signs webhooks: `whsec_` and then 24 to 64 random bytes in base64. Several are separated by commas or spaces, for rotation.',
    secret: true,
  }),
};

/** The secrets in the variable's value. */
export function secretsOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((one) => one !== '');
}

function isReceiver(address: URL): boolean {
  return ['http:', 'https:'].includes(address.protocol) && hasCleanCredentials(address);
}
