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
};

/** Either the configuration, or one line per mistake in the environment. */
export type ConfigResult =
  | { readonly config: Config }
  | { readonly mistakes: readonly [string, ...string[]] };

/** Reads the configuration. Empty variables count as not set. No mistake quotes a secret. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
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
  mistakes.push(...findContradictions(given).filter((line) => !wrong.has(nameIn(line))));
  const [first, ...others] = mistakes;
  if (first !== undefined) return { mistakes: [first, ...others] };
  const config = toConfig(environmentSchema.parse(given));
  return { config: { ...config, description: describeConfiguration(environment) } };
}

/** The variable that a mistake is about. */
function nameIn(mistake: string): string {
  return mistake.slice(0, mistake.indexOf(':'));
}

function toConfig(env: Environment) {
  const uploads = readSettings(uploadSettings, env);
  const { quotas } = uploads.limits;
  return {
    ...readSettings(processSettings, env),
    ...uploads,
    ...readSettings(runSettings, env),
    storage: toStorage(env),
    callers: toCallersConfig(env),
    /** Addresses and subnets of trusted proxies. */
    trustedProxies: env.SLIPWAY_TRUSTED_PROXIES,
    /** The embedded store accepts forms, as S3 does. For other stores the upload router decides by their endpoint. */
    smallFiles: uploads.smallFiles ?? (env.S3_BUCKET === undefined ? 'post' : undefined),
    limits: { ...uploads.limits, quotas: Object.values(quotas).some(isGiven) ? quotas : undefined },
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
