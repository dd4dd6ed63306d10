import { resolve } from 'node:path';
import type { ConfigurationEntry, UploadPolicy } from '@slipway/protocol';
import type { TokenKey } from '@slipway/server';
import { type CallersConfig, toCallersConfig } from './callers-config.ts';
import { describeConfiguration } from './describe-configuration.ts';
import { type Environment, environmentSchema, isSet } from './environment-schema.ts';
import { findContradictions } from './find-contradictions.ts';
import { type LimitsConfig, toLimitsConfig } from './limits-config.ts';

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

/** Everything the environment decides. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Absolute path of the folder for everything that has to survive a restart. */
  readonly dataDir: string;
  /** Absolute path of the folder with the built pages. @defaultValue the project's own */
  readonly webDir: string | undefined;
  readonly storage: EmbeddedStorageConfig | RemoteStorageConfig;
  /** How long one call to the store may take, retries included. */
  readonly storageTimeoutSeconds: number;
  /** The same for Complete. */
  readonly completeTimeoutSeconds: number;
  /** @defaultValue made at the first start and kept in the data folder */
  readonly tokenKeys: readonly TokenKey[] | undefined;
  readonly allowedOrigins: readonly string[];
  readonly callers: CallersConfig;
  /** Addresses and subnets of the proxies in front. */
  readonly trustedProxies: readonly string[];
  readonly policy: UploadPolicy;
  /** Whether objects are deleted whose first bytes contradict their type. */
  readonly verifyType: boolean;
  /** @defaultValue `same-browser` */
  readonly resume: 'same-browser' | 'any-device' | undefined;
  readonly limits: LimitsConfig;
  readonly urlLifetimeSeconds: number | undefined;
  /** @defaultValue `post` for S3 and the embedded store, `put` for other stores */
  readonly smallFiles: 'post' | 'put' | undefined;
  /** Whether browsers may send with cookies, too, over connections of their own. */
  readonly credentialsSplit: boolean;
  /** @defaultValue `info`, on a terminal `warn` */
  readonly logLevel: Environment['SLIPWAY_LOG_LEVEL'];
  /** What scrapers have to send. @defaultValue metrics are for nobody, or for all on a backend without callers */
  readonly metricsToken: string | undefined;
  readonly shutdown: ShutdownConfig;
  /** All of it for admins, without secrets. */
  readonly description: readonly ConfigurationEntry[];
}

/** How a backend ends. */
export interface ShutdownConfig {
  /** How long it says that it is not ready before it refuses connections. */
  readonly delaySeconds: number;
  /** How long requests under way may take after that. */
  readonly graceSeconds: number;
}

/** Either the configuration, or what is wrong with the environment: one line per mistake. */
export type ConfigResult =
  | { readonly config: Config }
  | { readonly mistakes: readonly [string, ...string[]] };

/** Reads the configuration. Empty variables count as not set. No mistake quotes a secret. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
): ConfigResult {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => isSet(value)));
  const parsed = environmentSchema.safeParse(given);
  const mistakes = (parsed.error?.issues ?? []).map(
    (issue) => `${issue.path.join('.')}: ${issue.message}`,
  );
  const wrong = new Set(mistakes.map(nameIn));
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

function toConfig(env: Environment): Omit<Config, 'description'> {
  return {
    host: env.HOST,
    port: env.PORT,
    dataDir: resolve(env.SLIPWAY_DATA),
    webDir: env.SLIPWAY_WEB === undefined ? undefined : resolve(env.SLIPWAY_WEB),
    storage: toStorage(env),
    storageTimeoutSeconds: env.S3_TIMEOUT_SECONDS,
    completeTimeoutSeconds: env.S3_COMPLETE_TIMEOUT_SECONDS,
    tokenKeys: env.SLIPWAY_TOKEN_KEYS,
    allowedOrigins: env.SLIPWAY_ALLOWED_ORIGINS,
    callers: toCallersConfig(env),
    trustedProxies: env.SLIPWAY_TRUSTED_PROXIES,
    policy: {
      maxFileSize: env.SLIPWAY_MAX_FILE_SIZE,
      minFileSize: env.SLIPWAY_MIN_FILE_SIZE,
      maxFiles: env.SLIPWAY_MAX_FILES,
      accept: env.SLIPWAY_ACCEPT,
      allowedTypes: env.SLIPWAY_ALLOWED_TYPES,
      allowedExtensions: env.SLIPWAY_ALLOWED_EXTENSIONS,
      partSize: env.SLIPWAY_PART_SIZE,
      integrity: env.SLIPWAY_INTEGRITY,
    },
    verifyType: env.SLIPWAY_VERIFY_TYPE,
    resume: env.SLIPWAY_RESUME,
    limits: toLimitsConfig(env),
    urlLifetimeSeconds: env.SLIPWAY_URL_LIFETIME_SECONDS,
    smallFiles: env.SLIPWAY_SMALL_FILES ?? (env.S3_BUCKET === undefined ? 'post' : undefined),
    credentialsSplit: env.SLIPWAY_CREDENTIALS_SPLIT,
    logLevel: env.SLIPWAY_LOG_LEVEL,
    metricsToken: env.SLIPWAY_METRICS_TOKEN,
    shutdown: {
      delaySeconds: env.SLIPWAY_SHUTDOWN_DELAY_SECONDS,
      graceSeconds: env.SLIPWAY_SHUTDOWN_GRACE_SECONDS,
    },
  };
}

function toStorage(env: Environment): Config['storage'] {
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
