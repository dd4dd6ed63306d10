import type { ConfigurationEntry } from '@slipway/protocol';
import { toCallersConfig } from './callers-config.ts';
import { describeConfiguration } from './describe-configuration.ts';
import {
  type Environment,
  environmentSchema,
  isSet,
  processSettings,
  runSettings,
  uploadSettings,
} from './environment-schema.ts';
import { findContradictions } from './find-contradictions.ts';
import { type ConfigFile, mergeObject, mergeParts, NO_CONFIG_FILE } from './merge-config-file.ts';
import { findSetTwice } from './option-variables.ts';
import { readSettings } from './setting.ts';
import { findUnknownVariables } from './unknown-variables.ts';

/** A real store, reached with the credentials that the AWS SDK finds. */
export interface RemoteStorageConfig {
  readonly kind: 'remote';
  readonly bucket: string;
  /** @defaultValue what the AWS SDK finds */
  readonly region: string | undefined;
  /** @defaultValue AWS */
  readonly endpoint: string | undefined;
  /** Other ways to the same bucket. */
  readonly otherEndpoints: readonly string[];
  readonly forcePathStyle: boolean;
}

/** local-s3 in this process, for development and demos. */
export interface EmbeddedStorageConfig {
  readonly kind: 'embedded';
  readonly port: number;
  /** @defaultValue made at the first start and kept in the data folder */
  readonly credentials:
    | { readonly accessKeyId: string; readonly secretAccessKey: string }
    | undefined;
}

/** The whole configuration: each setting, and what several variables decide together. */
export type Config = ReturnType<typeof toConfig> & {
  /** All settings for admins, without secrets. */
  readonly description: readonly ConfigurationEntry[];
  /** The names of the variables that are set. */
  readonly given: ReadonlySet<string>;
};

/** Either the configuration, or one line per mistake in the environment. */
export type ConfigResult =
  | { readonly config: Config }
  | { readonly mistakes: readonly [string, ...string[]] };

/**
 * Reads the configuration from the environment and the config file. Empty variables count as not set. No mistake quotes a
 * secret.
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  file: ConfigFile = NO_CONFIG_FILE,
): ConfigResult {
  const given = Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (isSet(value) ? [[name, value]] : [])),
  );
  const parsed = environmentSchema.safeParse(given);
  const mistakes = (parsed.error?.issues ?? []).map(
    (issue) => `${issue.path.join('.')}: ${issue.message}`,
  );
  const wrong = new Set(mistakes.map(nameIn));
  mistakes.push(...findUnknownVariables(given));
  const contradictions = [
    ...findContradictions(given, file.options),
    ...findSetTwice(given, file.options, file.name),
  ];
  mistakes.push(...contradictions.filter((line) => !wrong.has(nameIn(line))));
  const [first, ...others] = mistakes;
  if (first !== undefined) return { mistakes: [first, ...others] };
  const config = toConfig(environmentSchema.parse(given), file);
  return {
    config: {
      ...config,
      description: describeConfiguration(environment, file),
      given: new Set(Object.keys(given)),
    },
  };
}

/** The variable that a mistake is about. */
function nameIn(mistake: string): string {
  return mistake.slice(0, mistake.indexOf(':'));
}

function toConfig(env: Environment, file: ConfigFile) {
  const { options } = file;
  const uploads = readSettings(uploadSettings, env);
  const run = readSettings(runSettings, env);
  const { quotas: given, rateLimits } = uploads.limits;
  const quotas = mergeParts(given, options.quotas);
  const hasQuotas = typeof quotas === 'function' || Object.values(quotas).some(isGiven);
  return {
    ...readSettings(processSettings, env),
    ...uploads,
    ...run,
    /** The options that only the config file can set, such as hooks, and its name. */
    file,
    tokenKeys: options.tokenKeys ?? uploads.tokenKeys,
    allowedOrigins: options.allowedOrigins ?? uploads.allowedOrigins,
    policy: mergeParts(uploads.policy, options.policy),
    object: mergeObject(env, options),
    prefix: options.prefix ?? uploads.prefix,
    keyLayout: options.keyLayout ?? uploads.keyLayout,
    keepFolders: options.keepFolders ?? uploads.keepFolders,
    metadataNames: options.metadataNames ?? uploads.metadataNames,
    verifyType: options.verifyType ?? uploads.verifyType,
    resume: options.resume ?? uploads.resume,
    urlLifetimeSeconds: options.urlLifetimeSeconds ?? uploads.urlLifetimeSeconds,
    uploadLifetimeSeconds: options.uploadLifetimeSeconds ?? uploads.uploadLifetimeSeconds,
    credentialsSplit: options.credentialsSplit ?? uploads.credentialsSplit,
    storageTimeoutSeconds: options.storageTimeoutSeconds ?? run.storageTimeoutSeconds,
    completeTimeoutSeconds: options.completeTimeoutSeconds ?? run.completeTimeoutSeconds,
    s3Store: options.s3Store ?? uploads.s3Store,
    storage: toStorage(env),
    callers: toCallersConfig(env, options),
    /** Addresses and subnets of trusted proxies. */
    trustedProxies: env.SLIPWAY_TRUSTED_PROXIES,
    /** The embedded store accepts forms, as S3 does. For other stores the upload router decides by their endpoint. */
    smallFiles:
      options.smallFiles ??
      uploads.smallFiles ??
      (env.S3_BUCKET === undefined ? ('post' as const) : undefined),
    limits: {
      ...uploads.limits,
      quotas: hasQuotas ? quotas : undefined,
      rateLimits: mergeParts(rateLimits, options.rateLimits),
    },
  };
}

function toStorage(env: Environment): EmbeddedStorageConfig | RemoteStorageConfig {
  if (env.S3_BUCKET !== undefined) {
    return {
      kind: 'remote',
      bucket: env.S3_BUCKET,
      region: env.S3_REGION,
      endpoint: env.S3_ENDPOINT,
      otherEndpoints: env.S3_OTHER_ENDPOINTS,
      forcePathStyle: env.S3_FORCE_PATH_STYLE,
    };
  }
  const accessKeyId = env.SLIPWAY_LOCAL_ACCESS_KEY;
  const secretAccessKey = env.SLIPWAY_LOCAL_SECRET_KEY;
  return {
    kind: 'embedded',
    port: env.S3_PORT,
    credentials:
      accessKeyId === undefined || secretAccessKey === undefined
        ? undefined
        : { accessKeyId, secretAccessKey },
  };
}

function isGiven(value: unknown): boolean {
  return value !== undefined;
}
