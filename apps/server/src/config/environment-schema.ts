import { DEFAULT_INTEGRITY, INTEGRITY_MODES } from '@slipway/protocol';
import { z } from 'zod';
import { callerVariables } from './caller-variables.ts';
import { limitVariables } from './limit-variables.ts';
import * as value from './value-schemas.ts';
import { variableDocs } from './variable-docs.ts';

/** Shells and compose files set variables to nothing when they mean "not set". */
export function isSet(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** The environment variables that the backend reads, one by one, with what the README says of them. */
export const environmentSchema = z.object({
  PORT: value.port(3000).register(variableDocs, {
    meaning: 'Port of the backend; `0` takes a free one.',
  }),
  HOST: z
    .string()
    .default('127.0.0.1')
    .refine((text) => /^[\w.:-]+$/.test(text), { error: 'is a host name or an IP address.' })
    .register(variableDocs, {
      meaning: 'Address to listen on. Any other than loopback needs callers that can be known.',
    }),
  SLIPWAY_DATA: z.string().default('.slipway').register(variableDocs, {
    meaning: 'Folder for keys (mode 0600) and the embedded store.',
  }),
  SLIPWAY_WEB: z.string().optional().register(variableDocs, {
    meaning: 'Folder with the built pages.',
    unset: '`apps/web/dist`',
  }),

  ...callerVariables,

  SLIPWAY_TOKEN_KEYS: value.tokenKeys.optional().register(variableDocs, {
    meaning:
      '`ID:BASE64,…`, 32 random bytes each. The first seals upload tokens, all open. Needed with several replicas.',
    unset: 'made once',
    secret: true,
  }),
  SLIPWAY_ALLOWED_ORIGINS: z.string().default('').pipe(value.origins).register(variableDocs, {
    meaning: 'Origins of pages elsewhere that may upload, separated by commas.',
  }),

  SLIPWAY_MAX_FILE_SIZE: value.bytes.optional().register(variableDocs, {
    meaning: 'As `200MB`, `5GiB` or bytes.',
    unset: 'S3’s',
  }),
  SLIPWAY_MIN_FILE_SIZE: value.bytes.optional().register(variableDocs, {
    meaning: 'The same for the smallest.',
    unset: '`0`',
  }),
  SLIPWAY_MAX_FILES: value.wholeNumber.optional().register(variableDocs, {
    meaning: 'Most files one widget may hold.',
  }),
  SLIPWAY_ACCEPT: value.accept.optional().register(variableDocs, {
    meaning: 'As HTML’s `accept`: `video/*,.pdf`.',
    unset: 'everything',
  }),
  SLIPWAY_ALLOWED_TYPES: value.mimeTypes.optional().register(variableDocs, {
    meaning: 'MIME types that a file’s type has to be one of, as `image/*,application/pdf`.',
    unset: 'all',
  }),
  SLIPWAY_ALLOWED_EXTENSIONS: value.extensions.optional().register(variableDocs, {
    meaning: 'Extensions that a file’s name has to end with, besides its type: `.jpg,.pdf`.',
    unset: 'all',
  }),
  SLIPWAY_VERIFY_TYPE: value.flag().register(variableDocs, {
    meaning: '`true` reads each object’s first bytes, and deletes those that lie about their type.',
  }),
  SLIPWAY_RESUME: z
    .enum(['same-browser', 'any-device'], { error: 'is same-browser or any-device.' })
    .optional()
    .register(variableDocs, {
      meaning:
        'Who goes on with an unfinished upload: the browser that began it, or the same caller on `any-device`.',
      unset: '`same-browser`',
    }),
  SLIPWAY_PART_SIZE: value.partSize.optional().register(variableDocs, {
    meaning: '5MiB to 5GiB.',
    unset: 'per file',
  }),
  SLIPWAY_INTEGRITY: z
    .enum(INTEGRITY_MODES, { error: `is one of ${INTEGRITY_MODES.join(', ')}.` })
    .optional()
    .register(variableDocs, {
      meaning: `${INTEGRITY_MODES.map((mode) => `\`${mode}\``).join(', ')}. For stores without flexible checksums: \`md5\`.`,
      unset: `\`${DEFAULT_INTEGRITY}\``,
    }),
  SLIPWAY_URL_LIFETIME_SECONDS: value.urlLifetime.optional().register(variableDocs, {
    meaning: 'How long a presigned URL can be used.',
    unset: '`900`',
  }),
  SLIPWAY_SMALL_FILES: z
    .enum(['post', 'put'], { error: 'is post or put.' })
    .optional()
    .register(variableDocs, {
      meaning:
        'How files of one part go: `post`, a form without a CORS preflight, or `put`. `post` for S3 and the embedded store.',
      unset: 'by store',
    }),
  SLIPWAY_CREDENTIALS_SPLIT: value.flag().register(variableDocs, {
    meaning:
      '`true` lets browsers send half of their requests to the bucket with cookies, over six more connections. Its CORS rule has to name the pages’ origins, not `*`.',
  }),

  ...limitVariables,

  S3_BUCKET: z.string().optional().register(variableDocs, {
    meaning:
      'Uses a real store instead of the embedded one, with the AWS SDK’s credential chain. A name, or the ARN of an access point.',
  }),
  S3_REGION: z.string().optional().register(variableDocs, {
    meaning: 'The region that the bucket is in.',
    unset: 'the SDK’s',
  }),
  S3_ENDPOINT: value.endpoint.optional().register(variableDocs, {
    meaning: 'For other stores: `https://s3.example`.',
    unset: 'AWS',
  }),
  S3_OTHER_ENDPOINTS: z.string().default('').pipe(value.endpoints).register(variableDocs, {
    meaning:
      'Endpoints that lead to the same bucket by other host names, separated by commas: browsers open six connections to each.',
  }),
  S3_FORCE_PATH_STYLE: value.flag().register(variableDocs, {
    meaning: '`true` for stores without virtual hosts.',
  }),
  S3_TIMEOUT_SECONDS: value.timeout(30).register(variableDocs, {
    meaning:
      'How long one call to the store may take, retries included. Then browsers are told that it is unavailable, and try again.',
  }),
  S3_COMPLETE_TIMEOUT_SECONDS: value.timeout(300).register(variableDocs, {
    meaning: 'The same for Complete, which can take S3 minutes. Browsers wait 10 minutes.',
  }),
  S3_PORT: value.port(9000).register(variableDocs, {
    meaning: 'Port of the embedded store; `0` takes a free one.',
  }),
  SLIPWAY_LOCAL_ACCESS_KEY: z.string().optional().register(variableDocs, {
    meaning: 'Key of the embedded store, with the next.',
    unset: 'made once',
  }),
  SLIPWAY_LOCAL_SECRET_KEY: z.string().optional().register(variableDocs, {
    meaning: 'Its secret.',
    unset: 'made once',
    secret: true,
  }),

  SLIPWAY_LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: `is one of ${LOG_LEVELS.join(', ')}.` })
    .optional()
    .register(variableDocs, {
      meaning:
        '`debug` (health and page requests, too), `info` (a line per request), `warn` (those that failed), `error` or `silent`.',
      unset: '`info`; on a terminal `warn`',
    }),
  SLIPWAY_METRICS_TOKEN: value.secretText.optional().register(variableDocs, {
    meaning:
      'Opens `GET /metrics` to scrapers that send it as a bearer token; at least 32 bytes. Admins may read them, too, and on a backend without callers everybody.',
    secret: true,
  }),
  SLIPWAY_SHUTDOWN_DELAY_SECONDS: value.shortSeconds(0).register(variableDocs, {
    meaning:
      'How long, after SIGTERM, `/readyz` says no while requests are still taken: the time a balancer needs to look.',
  }),
  SLIPWAY_SHUTDOWN_GRACE_SECONDS: value.shortSeconds(10).register(variableDocs, {
    meaning: 'How long requests under way may then take.',
  }),
});

/** What the environment says, read and with its defaults. */
export type Environment = z.output<typeof environmentSchema>;
