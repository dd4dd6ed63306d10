import { isIP } from 'node:net';
import {
  DEFAULT_UPLOAD_LIFETIME_SECONDS,
  MAX_URL_LIFETIME_SECONDS,
  S3_LIMITS,
} from '@slipway/protocol';
import { z } from 'zod';
import { parseByteSize } from './byte-size.ts';
import { parseTokenKeys } from './token-keys.ts';

const MIN_SECRET_BYTES = 32;
const MIN_UPLOAD_LIFETIME_SECONDS = 60;

/** A TCP port, with a default. */
export const port = (fallback: number) =>
  z
    .string()
    .default(String(fallback))
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, {
      error: 'a port is a number from 0 (any free one) to 65535.',
    })
    .transform(Number);

/** A number of bytes as people write them. */
export const bytes = z
  .string()
  .refine((text) => parseByteSize(text) !== undefined, {
    error: 'a size is a number of bytes, such as 1048576, 200MB or 5GiB.',
  })
  .transform((text) => parseByteSize(text) ?? 0);

/** Entries separated by commas. Only commas are a mistake: no entries could mean nothing or everything. */
export const list = z
  .string()
  .refine((text) => text === '' || entriesOf(text).length > 0, {
    error: 'lists nothing between its commas. Write at least one entry, or leave the variable out.',
  })
  .transform(entriesOf);

/** From 1 to 999,999,999. */
export const wholeNumber = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, { error: 'must be a whole number from 1.' })
  .transform(Number);

/** A duration in seconds from 0 to an hour, with a default. */
export const shortSeconds = (fallback: number) =>
  z
    .string()
    .default(String(fallback))
    .refine((text) => /^\d{1,4}$/.test(text) && Number(text) <= 3_600, {
      error: 'is a whole number of seconds from 0 to 3600.',
    })
    .transform(Number);

/** A time limit in seconds from 1 to an hour, with a default. */
export const timeout = (fallback: number) =>
  z
    .string()
    .default(String(fallback))
    .refine((text) => /^[1-9]\d{0,3}$/.test(text) && Number(text) <= 3_600, {
      error: 'is a whole number of seconds from 1 to 3600.',
    })
    .transform(Number);

/** `true` or `false`. The default is `false`. */
export const flag = () =>
  z
    .string()
    .default('false')
    .refine((text) => ['true', 'false', '1', '0'].includes(text), { error: 'is true or false.' })
    .transform((text) => text === 'true' || text === '1');

/** Exact origins, spelled as browsers spell them. */
export const origins = list.refine((all) => all.every(isOrigin), {
  error: 'origins look like https://app.example, separated by commas, without a path.',
});

/** The syntax of HTML's `accept`. */
export const accept = list.refine(
  (all) =>
    all.every((entry) => /^(?:\.[^\s/.]\S*|[\w.+-]+\/(?:\*|[\w.+-]+)|\*(?:\/\*)?)$/.test(entry)),
  { error: 'types look like image/*, application/pdf or .zip, separated by commas.' },
);

/** MIME types and ranges, such as `image/*`. */
export const mimeTypes = list.refine(
  (all) => all.every((entry) => /^(?:[\w.+-]+\/(?:\*|[\w.+-]+)|\*(?:\/\*)?)$/.test(entry)),
  { error: 'types look like image/* or application/pdf, separated by commas.' },
);

/** Endings of file names. */
export const extensions = list.refine(
  (all) => all.every((entry) => /^\.?[^\s/.*][^\s/*]*$/.test(entry)),
  {
    error: 'extensions look like .pdf, separated by commas.',
  },
);

/** Part sizes that S3 accepts, in bytes. */
export const partSize = bytes.refine(
  (size) => size >= S3_LIMITS.minPartSize && size <= S3_LIMITS.maxPartSize,
  { error: 'parts are from 5MiB to 5GiB.' },
);

/** Lifetimes that S3 accepts for a presigned URL, in seconds. */
export const urlLifetime = wholeNumber.refine((seconds) => seconds <= MAX_URL_LIFETIME_SECONDS, {
  error: `URLs live at most ${MAX_URL_LIFETIME_SECONDS} seconds.`,
});

/** How long an upload may take, in seconds, with a default. In less than a minute, even small files may not finish. */
export const uploadLifetime = z
  .string()
  .default(String(DEFAULT_UPLOAD_LIFETIME_SECONDS))
  .refine((text) => /^[1-9]\d{1,8}$/.test(text) && Number(text) >= MIN_UPLOAD_LIFETIME_SECONDS, {
    error: `is a whole number of seconds from ${MIN_UPLOAD_LIFETIME_SECONDS}.`,
  })
  .transform(Number);

/** First segments of keys. The upload router checks their characters. */
export const prefix = z.string().regex(/^[^/]+(?:\/[^/]+)*$/, {
  error: 'looks like incoming/2026, without a slash at its ends.',
});

/** Names of user metadata. */
export const metadataNames = list.refine(
  (all) => all.every((name) => /^[a-z0-9][a-z0-9-]{0,63}$/.test(name)),
  {
    error: 'names look like title or shot-at: lower case, digits and hyphens, separated by commas.',
  },
);

/** The endpoint of a store other than AWS. */
export const endpoint = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    error: 'an endpoint is a URL such as https://s3.example.',
  });

/** Other addresses of the same bucket. */
export const endpoints = list.refine((all) => all.every((one) => endpoint.safeParse(one).success), {
  error:
    'endpoints are URLs such as https://s3.dualstack.eu-west-1.amazonaws.com, separated by commas.',
});

/** A text that is long enough not to be guessed. */
export const secretText = z.string().refine((text) => Buffer.byteLength(text) >= MIN_SECRET_BYTES, {
  error: `a shorter secret than ${MIN_SECRET_BYTES} bytes can be guessed.`,
});

/** Keys that seal upload tokens. */
export const tokenKeys = z.string().transform((text, context) => {
  const keys = parseTokenKeys(text);
  if (keys) return keys;
  context.addIssue({
    code: 'custom',
    message:
      'keys look like ID:BASE64, separated by commas, where BASE64 is 32 random bytes. Each ID and each key is there once.',
  });
  return z.NEVER;
});

/** Addresses and subnets. The schema checks them, so that a typo trusts no address. */
export const addresses = list.refine((all) => all.every(isAddressOrSubnet), {
  error: 'addresses look like 10.0.0.7, fd00::7 or 10.0.0.0/8, separated by commas.',
});

/** The name of a request header, in lower case as Node has it. */
export const headerName = z
  .string()
  .regex(/^[A-Za-z0-9-]+$/, { error: 'a header name has letters, digits and hyphens.' })
  .transform((name) => name.toLowerCase());

/** The entries of a list, without blanks around them. */
export function entriesOf(text = ''): readonly string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** Whether the name and password in a URL can be decoded. */
export function hasCleanCredentials({ username, password }: URL): boolean {
  try {
    decodeURIComponent(`${username}:${password}`);
    return true;
  } catch {
    return false;
  }
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function isAddressOrSubnet(text: string): boolean {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  if (version === 0) return false;
  return bits === undefined || Number(bits) <= (version === 4 ? 32 : 128);
}
