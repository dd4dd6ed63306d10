import { resolve } from 'node:path';
import { DEFAULT_INTEGRITY, FORM_INTEGRITY, INTEGRITY_MODES } from '@slipway/protocol';
import { OBJECT_VARIABLES, type OptionVariable, STORE_CHOICES } from '@slipway/server/config';
import { z } from 'zod';
import { callerVariables } from './caller-variables.ts';
import { limitSettings } from './limit-settings.ts';
import { setting, shapeOf } from './setting.ts';
import * as value from './value-schemas.ts';
import { variableDocs } from './variable-docs.ts';
import { webhookSettings } from './webhook-settings.ts';

/** Shells and compose files set variables to an empty text when they mean "not set". */
export function isSet(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** Where the backend listens, and its folders. */
export const processSettings = {
  configFile: setting('SLIPWAY_CONFIG', z.string().optional(), {
    meaning:
      'Path of the config file, which has hooks, functions and the options without a variable: `slipway.config.ts`.',
    unset: 'in the working directory',
  }),
  port: setting('PORT', value.port(3000), {
    meaning: 'Port of the backend. `0` chooses a free port.',
  }),
  host: setting(
    'HOST',
    z
      .string()
      .default('127.0.0.1')
      .refine((text) => /^[\w.:-]+$/.test(text), { error: 'is a host name or an IP address.' }),
    {
      meaning:
        'Address to listen on. Any address other than loopback requires that callers authenticate.',
    },
  ),
  dataDir: setting(
    'SLIPWAY_DATA',
    z
      .string()
      .default('.slipway')
      .transform((path) => resolve(path)),
    {
      meaning:
        'Folder for keys and the embedded store. Only its owner can read them (modes 0700 and 0600).',
    },
  ),
  webDir: setting(
    'SLIPWAY_WEB',
    z
      .string()
      .transform((path) => resolve(path))
      .optional(),
    {
      meaning: 'Folder with the built pages.',
      unset: '`apps/web/dist`',
    },
  ),
};

/** What browsers may upload, and how. */
export const uploadSettings = {
  tokenKeys: setting('SLIPWAY_TOKEN_KEYS', value.tokenKeys.optional(), {
    meaning:
      '`ID:BASE64,…`, with 32 random bytes per key. The first key seals upload tokens, and all keys open them. Required for several replicas.',
    unset: 'made once',
    secret: true,
  }),
  allowedOrigins: setting('SLIPWAY_ALLOWED_ORIGINS', z.string().default('').pipe(value.origins), {
    meaning: 'Origins of other sites’ pages that may upload, separated by commas.',
  }),
  policy: {
    maxFileSize: setting('SLIPWAY_MAX_FILE_SIZE', value.bytes.optional(), {
      meaning: 'Largest file, such as `200MB`, `5GiB` or a number of bytes.',
      unset: 'S3’s',
    }),
    minFileSize: setting('SLIPWAY_MIN_FILE_SIZE', value.bytes.optional(), {
      meaning: 'Smallest file, in the same format.',
      unset: '`0`',
    }),
    maxFiles: setting('SLIPWAY_MAX_FILES', value.wholeNumber.optional(), {
      meaning: 'The most files that one widget may hold.',
    }),
    accept: setting('SLIPWAY_ACCEPT', value.accept.optional(), {
      meaning: 'Allowed files, in the format of HTML’s `accept`: `video/*,.pdf`.',
      unset: 'everything',
    }),
    allowedTypes: setting('SLIPWAY_ALLOWED_TYPES', value.mimeTypes.optional(), {
      meaning: 'Allowed MIME types, such as `image/*,application/pdf`.',
      unset: 'all',
    }),
    allowedExtensions: setting('SLIPWAY_ALLOWED_EXTENSIONS', value.extensions.optional(), {
      meaning: 'Allowed extensions, checked in addition to the type: `.jpg,.pdf`.',
      unset: 'all',
    }),
    partSize: setting('SLIPWAY_PART_SIZE', value.partSize.optional(), {
      meaning: 'Size of a part, from 5MiB to 5GiB.',
      unset: 'per file',
    }),
    integrity: setting(
      'SLIPWAY_INTEGRITY',
      z.enum(INTEGRITY_MODES, { error: `is one of ${INTEGRITY_MODES.join(', ')}.` }).optional(),
      {
        meaning: `${INTEGRITY_MODES.map((mode) => `\`${mode}\``).join(', ')}. Use \`md5\` for stores without flexible checksums, and \`sha256\` to stop forged bytes too.`,
        unset: `\`${FORM_INTEGRITY}\` for one part, else \`${DEFAULT_INTEGRITY}\``,
      },
    ),
  },
  prefix: setting('SLIPWAY_PREFIX', value.prefix.optional(), {
    meaning: 'First segments of every object key, such as `incoming/2026`.',
    unset: '`uploads`',
  }),
  keyLayout: setting(
    'SLIPWAY_KEY_LAYOUT',
    z.enum(['by-time', 'spread'], { error: 'is by-time or spread.' }).optional(),
    {
      meaning:
        '`spread` puts keys into 1,024 folders, for buckets that get thousands of uploads a second.',
      unset: '`by-time`',
    },
  ),
  keepFolders: setting('SLIPWAY_KEEP_FOLDERS', value.flag(), {
    meaning: '`true` makes the folders that users upload part of the object keys.',
  }),
  metadataNames: setting('SLIPWAY_METADATA_NAMES', value.metadataNames.optional(), {
    meaning:
      'Names of user metadata that browsers may set, in lower case, separated by commas: `title,album`.',
    unset: 'none',
  }),
  verifyType: setting('SLIPWAY_VERIFY_TYPE', value.flag(), {
    meaning:
      '`true` reads each object’s first bytes and deletes the object if they contradict its type.',
  }),
  resume: setting(
    'SLIPWAY_RESUME',
    z.enum(['same-browser', 'any-device'], { error: 'is same-browser or any-device.' }).optional(),
    {
      meaning:
        'Who can resume an unfinished upload: the browser that started it, or the same caller on `any-device`.',
      unset: '`same-browser`',
    },
  ),
  urlLifetimeSeconds: setting('SLIPWAY_URL_LIFETIME_SECONDS', value.urlLifetime.optional(), {
    meaning: 'Lifetime of a presigned URL.',
    unset: '`900`',
  }),
  uploadLifetimeSeconds: setting('SLIPWAY_UPLOAD_LIFETIME_SECONDS', value.uploadLifetime, {
    meaning:
      'How long one upload may take, pauses included. After it, its quota is free again, and the browser starts the file anew.',
  }),
  smallFiles: setting(
    'SLIPWAY_SMALL_FILES',
    z.enum(['post', 'put'], { error: 'is post or put.' }).optional(),
    {
      meaning:
        'How browsers send files of one part: `post`, a form without a CORS preflight, or `put`. AWS and the embedded store get `post`.',
      unset: 'by store',
    },
  ),
  s3Store: setting(
    'S3_STORE',
    z.enum(STORE_CHOICES, { error: `is one of ${STORE_CHOICES.join(', ')}.` }).optional(),
    {
      meaning: `Which store the bucket is in, because stores differ in what they can do: ${STORE_CHOICES.map((name) => `\`${name}\``).join(', ')}.`,
      unset: '`auto`, by the endpoint’s host',
    },
  ),
  credentialsSplit: setting('SLIPWAY_CREDENTIALS_SPLIT', value.flag(), {
    meaning:
      '`true` lets browsers send half of their requests to the bucket with cookies, over six more connections. The bucket’s CORS rule must list the pages’ origins instead of `*`.',
  }),
  limits: limitSettings,
};

/** Which store the backend uses. @see toStorage */
const storeVariables = {
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
};

/** What S3 stores with every object. The package of the upload router declares these variables, and its doctor reads them too. */
export const objectSettings = OBJECT_VARIABLES;
for (const { schema, meaning, unset } of Object.values<OptionVariable>(OBJECT_VARIABLES)) {
  variableDocs.add(schema, { meaning, ...(unset !== undefined && { unset }) });
}

/** How the backend runs. */
export const runSettings = {
  storageTimeoutSeconds: setting('S3_TIMEOUT_SECONDS', value.timeout(30), {
    meaning:
      'Deadline of one call to the store, including retries. After it, browsers get `storage-unavailable` and retry.',
  }),
  completeTimeoutSeconds: setting('S3_COMPLETE_TIMEOUT_SECONDS', value.timeout(300), {
    meaning: 'Deadline of Complete, which can take S3 minutes. Browsers wait 10 minutes.',
  }),
  logLevel: setting(
    'SLIPWAY_LOG_LEVEL',
    z.enum(LOG_LEVELS, { error: `is one of ${LOG_LEVELS.join(', ')}.` }).optional(),
    {
      meaning:
        '`debug` (also logs health and page requests), `info` (a line per request), `warn` (failed requests), `error` or `silent`.',
      unset: '`info`; on a terminal `warn`',
    },
  ),
  metricsToken: setting('SLIPWAY_METRICS_TOKEN', value.secretText.optional(), {
    meaning:
      'Bearer token of at least 32 bytes that opens `GET /metrics` to scrapers. Admins can read the metrics too. On a backend without callers, all users of this machine can.',
    secret: true,
  }),
  webhooks: webhookSettings,
  /** How the backend shuts down. */
  shutdown: {
    delaySeconds: setting('SLIPWAY_SHUTDOWN_DELAY_SECONDS', value.shortSeconds(0), {
      meaning:
        'Time after SIGTERM in which `/readyz` answers 503 while the backend still accepts requests, so that load balancers notice.',
    }),
    graceSeconds: setting('SLIPWAY_SHUTDOWN_GRACE_SECONDS', value.shortSeconds(10), {
      meaning: 'Time that running requests then have to finish.',
    }),
  },
};

/** The environment variables that the backend reads, in the order in which the README lists them. */
export const environmentSchema = z.object({
  ...shapeOf(processSettings),
  ...callerVariables,
  ...shapeOf(uploadSettings),
  ...storeVariables,
  ...shapeOf(objectSettings),
  ...shapeOf(runSettings),
});

/** The environment, parsed, with defaults filled in. */
export type Environment = z.output<typeof environmentSchema>;
