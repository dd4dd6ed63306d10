import { INTEGRITY_MODES, S3_LIMITS } from '@slipway/protocol';
import { z } from 'zod';
import { parseByteSize } from './byte-size.ts';
import { parseTokenKeys } from './token-keys.ts';

const MIN_JWT_SECRET_BYTES = 32;
const WEEK_SECONDS = 7 * 24 * 60 * 60;

/** Shells and compose files set variables to nothing when they mean "not set". */
export function isSet(value: string | undefined): value is string {
  return value !== undefined && value.trim() !== '';
}

const port = (fallback: number) =>
  z
    .string()
    .default(String(fallback))
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, {
      error: 'a port is a number from 0 (any free one) to 65535.',
    })
    .transform(Number);

const bytes = z
  .string()
  .refine((text) => parseByteSize(text) !== undefined, {
    error: 'a size is a number of bytes, as 1048576, 200MB or 5GiB.',
  })
  .transform((text) => parseByteSize(text) ?? 0);

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== ''),
);

const wholeNumber = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, { error: 'has to be a whole number from 1.' })
  .transform(Number);

const origins = list.refine((all) => all.every(isOrigin), {
  error: 'origins look like https://app.example, separated by commas, without a path.',
});

const accept = list.refine(
  (all) =>
    all.every((entry) => /^(?:\.[^\s/.]\S*|[\w.+-]+\/(?:\*|[\w.+-]+)|\*(?:\/\*)?)$/.test(entry)),
  { error: 'types look like image/*, application/pdf or .zip, separated by commas.' },
);

const partSize = bytes.refine(
  (size) => size >= S3_LIMITS.minPartSize && size <= S3_LIMITS.maxPartSize,
  { error: 'parts are from 5MiB to 5GiB.' },
);

const urlLifetime = wholeNumber.refine((seconds) => seconds <= WEEK_SECONDS, {
  error: `URLs live at most ${WEEK_SECONDS} seconds.`,
});

const endpoint = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    error: 'an endpoint is a URL such as https://s3.example.',
  });

const jwtSecret = z
  .string()
  .refine((text) => Buffer.byteLength(text) >= MIN_JWT_SECRET_BYTES, {
    error: `a shorter secret than ${MIN_JWT_SECRET_BYTES} bytes can be guessed.`,
  })
  .transform((text) => new TextEncoder().encode(text));

const tokenKeys = z.string().transform((text, context) => {
  const keys = parseTokenKeys(text);
  if (keys) return keys;
  context.addIssue({
    code: 'custom',
    message: 'keys look like ID:BASE64, separated by commas, where BASE64 is 32 random bytes.',
  });
  return z.NEVER;
});

const flag = z
  .enum(['true', 'false', '1', '0'], { error: 'is true or false.' })
  .default('false')
  .transform((text) => text === 'true' || text === '1');

/** The environment variables that the backend reads, one by one. */
export const environmentSchema = z.object({
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, { error: 'is a host name or an IP address.' })
    .default('127.0.0.1'),
  PORT: port(3000),
  S3_PORT: port(9000),
  SLIPWAY_DATA: z.string().default('.slipway'),
  SLIPWAY_WEB: z.string().optional(),
  SLIPWAY_LOCAL_ACCESS_KEY: z.string().optional(),
  SLIPWAY_LOCAL_SECRET_KEY: z.string().optional(),
  S3_BUCKET: z.string().optional(),
  S3_REGION: z.string().optional(),
  S3_ENDPOINT: endpoint.optional(),
  S3_FORCE_PATH_STYLE: flag,
  SLIPWAY_TOKEN_KEYS: tokenKeys.optional(),
  SLIPWAY_ALLOWED_ORIGINS: origins.default([]),
  SLIPWAY_JWT_SECRET: jwtSecret.optional(),
  SLIPWAY_MAX_FILE_SIZE: bytes.optional(),
  SLIPWAY_MIN_FILE_SIZE: bytes.optional(),
  SLIPWAY_MAX_FILES: wholeNumber.optional(),
  SLIPWAY_ACCEPT: accept.optional(),
  SLIPWAY_PART_SIZE: partSize.optional(),
  SLIPWAY_INTEGRITY: z
    .enum(INTEGRITY_MODES, { error: `is one of ${INTEGRITY_MODES.join(', ')}.` })
    .optional(),
  SLIPWAY_URL_LIFETIME_SECONDS: urlLifetime.optional(),
  SLIPWAY_SMALL_FILES: z.enum(['post', 'put'], { error: 'is post or put.' }).optional(),
});

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
