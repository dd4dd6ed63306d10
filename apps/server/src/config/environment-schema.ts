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
    meaning: 'Port of the backend. `0` chooses a free port.',
  }),
  HOST: z
    .string()
    .default('127.0.0.1')
    .refine((text) => /^[\w.:-]+$/.test(text), { error: 'is a host name or an IP address.' })
    .register(variableDocs, {
      meaning:
        'Address to listen on. Any address other than loopback requires that callers authenticate.',
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
      '`ID:BASE64,…`, with 32 random bytes per key. The first key seals upload tokens, and all keys open them. Required for several replicas.',
    unset: 'made once',
    secret: true,
  }),
  SLIPWAY_ALLOWED_ORIGINS: z.string().default('').pipe(value.origins).register(variableDocs, {
    meaning: 'Origins of other sites’ pages that may upload, separated by commas.',
  }),

  SLIPWAY_MAX_FILE_SIZE: value.bytes.optional().register(variableDocs, {
    meaning: 'Largest file, such as `200MB`, `5GiB` or a number of bytes.',
    unset: 'S3’s',
  }),
  SLIPWAY_MIN_FILE_SIZE: value.bytes.optional().register(variableDocs, {
    meaning: 'Smallest file, in the same format.',
    unset: '`0`',
  }),
  SLIPWAY_MAX_FILES: value.wholeNumber.optional().register(variableDocs, {
    meaning: 'The most files that one widget may hold.',
  }),
  SLIPWAY_ACCEPT: value.accept.optional().register(variableDocs, {
    meaning: 'Allowed files, in the format of HTML’s `accept`: `video/*,.pdf`.',
    unset: 'everything',
  }),
  SLIPWAY_ALLOWED_TYPES: value.mimeTypes.optional().register(variableDocs, {
    meaning: 'Allowed MIME types, such as `image/*,application/pdf`.',
    unset: 'all',
  }),
  SLIPWAY_ALLOWED_EXTENSIONS: value.extensions.optional().register(variableDocs, {
    meaning: 'Allowed extensions, checked in addition to the type: `.jpg,.pdf`.',
    unset: 'all',
  }),
  SLIPWAY_VERIFY_TYPE: value.flag().register(variableDocs, {
    meaning:
      '`true` reads each object’s first bytes and deletes the object if they contradict its type.',
  }),
  SLIPWAY_RESUME: z
    .enum(['same-browser', 'any-device'], { error: 'is same-browser or any-device.' })
    .optional()
    .register(variableDocs, {
      meaning:
        'Who can resume an unfinished upload: the browser that started it, or the same caller on `any-device`.',
      unset: '`same-browser`',
    }),
  SLIPWAY_PART_SIZE: value.partSize.optional().register(variableDocs, {
    meaning: 'Size of a part, from 5MiB to 5GiB.',
    unset: 'per file',
  }),
  SLIPWAY_INTEGRITY: z
    .enum(INTEGRITY_MODES, { error: `is one of ${INTEGRITY_MODES.join(', ')}.` })
    .optional()
    .register(variableDocs, {
      meaning: `${INTEGRITY_MODES.map((mode) => `\`${mode}\``).join(', ')}. Use \`md5\` for stores without flexible checksums.`,
      unset: `\`${DEFAULT_INTEGRITY}\``,
    }),
  SLIPWAY_URL_LIFETIME_SECONDS: value.urlLifetime.optional().register(variableDocs, {
    meaning: 'Lifetime of a presigned URL.',
    unset: '`900`',
  }),
  SLIPWAY_SMALL_FILES: z
    .enum(['post', 'put'], { error: 'is post or put.' })
    .optional()
    .register(variableDocs, {
      meaning:
        'How browsers send files of one part: `post`, a form without a CORS preflight, or `put`. AWS and the embedded store get `post`.',
      unset: 'by store',
    }),
  SLIPWAY_CREDENTIALS_SPLIT: value.flag().register(variableDocs, {
    meaning:
      '`true` lets browsers send half of their requests to the bucket with cookies, over six more connections. The bucket’s CORS rule must list the pages’ origins instead of `*`.',
  }),

  ...limitVariables,

  S3_BUCKET: z.string().optional().register(variableDocs, {
    meaning:
      'Bucket of a real store, instead of the embedded store. A name, or the ARN of an access point. The AWS SDK finds the credentials.',
  }),
  S3_REGION: z.string().optional().register(variableDocs, {
    meaning: 'Region of the bucket.',
    unset: 'the SDK’s',
  }),
  S3_ENDPOINT: value.endpoint.optional().register(variableDocs, {
    meaning: 'Endpoint of a store other than AWS: `https://s3.example`.',
    unset: 'AWS',
  }),
  S3_OTHER_ENDPOINTS: z.string().default('').pipe(value.endpoints).register(variableDocs, {
    meaning:
      'More endpoints that reach the same bucket by other host names, separated by commas. Browsers open six connections to each.',
  }),
  S3_FORCE_PATH_STYLE: value.flag().register(variableDocs, {
    meaning: '`true` for stores without virtual hosts.',
  }),
  S3_TIMEOUT_SECONDS: value.timeout(30).register(variableDocs, {
    meaning:
      'Deadline of one call to the store, including retries. After it, browsers get `storage-unavailable` and retry.',
  }),
  S3_COMPLETE_TIMEOUT_SECONDS: value.timeout(300).register(variableDocs, {
    meaning: 'Deadline of Complete, which can take S3 minutes. Browsers wait 10 minutes.',
  }),
  S3_PORT: value.port(9000).register(variableDocs, {
    meaning: 'Port of the embedded store. `0` chooses a free port.',
  }),
  SLIPWAY_LOCAL_ACCESS_KEY: z.string().optional().register(variableDocs, {
    meaning: 'Access key of the embedded store. Set it together with the next variable.',
    unset: 'made once',
  }),
  SLIPWAY_LOCAL_SECRET_KEY: z.string().optional().register(variableDocs, {
    meaning: 'Secret key of the embedded store.',
    unset: 'made once',
    secret: true,
  }),

  SLIPWAY_LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: `is one of ${LOG_LEVELS.join(', ')}.` })
    .optional()
    .register(variableDocs, {
      meaning:
        '`debug` (also logs health and page requests), `info` (a line per request), `warn` (failed requests), `error` or `silent`.',
      unset: '`info`; on a terminal `warn`',
    }),
  SLIPWAY_METRICS_TOKEN: value.secretText.optional().register(variableDocs, {
    meaning:
      'Bearer token of at least 32 bytes that opens `GET /metrics` to scrapers. Admins can read the metrics too. On a backend without callers, all users of this machine can.',
    secret: true,
  }),
  SLIPWAY_SHUTDOWN_DELAY_SECONDS: value.shortSeconds(0).register(variableDocs, {
    meaning:
      'Time after SIGTERM in which `/readyz` answers 503 while the backend still accepts requests, so that load balancers notice.',
  }),
  SLIPWAY_SHUTDOWN_GRACE_SECONDS: value.shortSeconds(10).register(variableDocs, {
    meaning: 'Time that running requests then have to finish.',
  }),
});

/** What the environment says, read and with its defaults. */
export type Environment = z.output<typeof environmentSchema>;
