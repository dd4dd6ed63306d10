import { parseArgs } from 'node:util';
import { INTEGRITY_MODES, type Integrity } from '@slipway/protocol';
import type { SlipwayConfig } from './config-file/slipway-config.ts';
import { sampleOptions } from './doctor/sample-options.ts';
import type { ObjectOptions } from './object/object-options.ts';
import { readObjectVariables } from './object/object-variables.ts';
import { isOrigin } from './origin-check.ts';
import type { StoreAddress } from './s3/open-client.ts';
import { STORE_CHOICES, type StoreChoice } from './s3/store-profile.ts';

/** What `--help` prints. */
export const USAGE = `slipway init: writes a backend into this folder (slipway init --help)
slipway doctor: checks a bucket with test uploads, and says what to fix

  --bucket NAME         the bucket (S3_BUCKET)
  --region REGION       its region (S3_REGION; otherwise what the AWS SDK finds)
  --endpoint URL        for other stores than AWS (S3_ENDPOINT)
  --path-style          for stores without virtual hosts (S3_FORCE_PATH_STYLE=true)
  --store STORE         which store it is, such as r2 or minio; otherwise by its endpoint (S3_STORE)
  --prefix uploads      first segments of every key; '' for the whole bucket (SLIPWAY_PREFIX)
  --origin ORIGIN       origin of a page that uploads; may be repeated (SLIPWAY_ALLOWED_ORIGINS)
  --integrity MODE      how uploads are protected, if you chose one (SLIPWAY_INTEGRITY)
  --small-files MODE    post or put, if you chose one (SLIPWAY_SMALL_FILES)
  --config PATH         the backend's config file; '' for none (SLIPWAY_CONFIG; otherwise slipway.config.* in this folder)
  --fix                 adds what is missing to the bucket's CORS and lifecycle rules
  --json                prints the report as JSON
  --help                prints this

The test uploads have the options of objects that the config file and the backend's variables set (S3_SSE, S3_TAGGING and so on).
The AWS SDK finds the credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or a role.
It stores and removes a few objects of 9 bytes under PREFIX/slipway-doctor/.
Exit code 0: no problems; 1: problems; 2: the command was wrong.
`;

const OPTIONS = {
  bucket: { type: 'string' },
  region: { type: 'string' },
  endpoint: { type: 'string' },
  'path-style': { type: 'boolean' },
  store: { type: 'string' },
  prefix: { type: 'string' },
  origin: { type: 'string', multiple: true },
  integrity: { type: 'string' },
  'small-files': { type: 'string' },
  config: { type: 'string' },
  fix: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** A parsed command line. */
export interface DoctorCommand extends StoreAddress {
  readonly bucket: string;
  readonly prefix: string | undefined;
  readonly origins: readonly string[];
  readonly integrity: Integrity | undefined;
  readonly smallFiles: 'post' | 'put' | undefined;
  readonly s3Store: StoreChoice | undefined;
  /** What the variables set for every object. */
  readonly object: ObjectOptions | undefined;
  /** The config file that the command names. Empty for none. */
  readonly config: string | undefined;
  readonly fix: boolean;
  readonly json: boolean;
}

/**
 * Reads the command line. Missing options come from the environment.
 *
 * @returns the command, one line per mistake, or `help`
 */
export function readCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): { readonly command: DoctorCommand } | { readonly mistakes: readonly string[] } | 'help' {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return { mistakes: [error instanceof Error ? error.message : String(error)] };
  }
  const { values, positionals } = parsed;
  if (values.help === true || args.length === 0) return 'help';
  const mistakes: string[] = [];
  if (positionals.length !== 1 || positionals[0] !== 'doctor') {
    mistakes.push(`there is no command "${positionals.join(' ')}", only "doctor" and "init"`);
  }
  const given = (flag: string | undefined, name: string) =>
    flag ?? (environment[name] || undefined);
  const bucket = given(values.bucket, 'S3_BUCKET') ?? '';
  if (bucket === '') mistakes.push('--bucket or S3_BUCKET is required');
  const endpoint = given(values.endpoint, 'S3_ENDPOINT');
  if (endpoint !== undefined && !URL.canParse(endpoint)) {
    mistakes.push('--endpoint must be a URL such as https://s3.example');
  }
  const origins = values.origin ?? splitList(environment.SLIPWAY_ALLOWED_ORIGINS);
  for (const origin of origins.filter((text) => !isOrigin(text))) {
    mistakes.push(`--origin must be an origin such as https://app.example, not "${origin}"`);
  }
  const integrity = given(values.integrity, 'SLIPWAY_INTEGRITY');
  const isKnown = integrity === undefined || isIntegrity(integrity);
  if (!isKnown) mistakes.push(`--integrity must be one of ${INTEGRITY_MODES.join(', ')}`);
  const smallFilesText = given(values['small-files'], 'SLIPWAY_SMALL_FILES');
  const smallFiles = oneOf(['post', 'put'], smallFilesText);
  if (smallFilesText && !smallFiles) mistakes.push('--small-files must be post or put');
  const store = given(values.store, 'S3_STORE');
  const s3Store = oneOf(STORE_CHOICES, store);
  if (store && !s3Store) mistakes.push(`--store must be one of ${STORE_CHOICES.join(', ')}`);
  const { object, mistakes: wrong } = readObjectVariables(environment, () => Date.now());
  mistakes.push(...wrong);
  if (mistakes.length > 0 || !isKnown) return { mistakes };
  return {
    command: {
      bucket,
      endpoint,
      origins,
      integrity,
      s3Store,
      smallFiles,
      region: given(values.region, 'S3_REGION'),
      forcePathStyle:
        values['path-style'] ?? ['true', '1'].includes(environment.S3_FORCE_PATH_STYLE ?? ''),
      object,
      config: given(values.config, 'SLIPWAY_CONFIG'),
      prefix: given(values.prefix, 'SLIPWAY_PREFIX'),
      fix: values.fix === true,
      json: values.json === true,
    },
  };
}

/** Takes from a config file what neither the command line nor a variable sets. */
export async function completeCommand(
  command: DoctorCommand,
  { prefix, policy, smallFiles, s3Store, allowedOrigins = [], object }: SlipwayConfig,
): Promise<DoctorCommand> {
  const { integrity } = typeof policy === 'object' ? policy : {};
  return {
    ...command,
    prefix: command.prefix ?? prefix,
    integrity: command.integrity ?? integrity,
    smallFiles: command.smallFiles ?? smallFiles,
    s3Store: command.s3Store ?? s3Store,
    origins: command.origins.length > 0 ? command.origins : allowedOrigins,
    object: { ...command.object, ...(await sampleOptions(object)) },
  };
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: true });
}

function splitList(text = ''): readonly string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function oneOf<Choice extends string>(
  choices: readonly Choice[],
  text: string | undefined,
): Choice | undefined {
  return choices.find((choice) => choice === text);
}

function isIntegrity(text: string): text is Integrity {
  return INTEGRITY_MODES.some((mode) => mode === text);
}
