import { resolve } from 'node:path';
import type { UploadPolicy } from '@slipway/protocol';
import type { TokenKey } from '@slipway/server';
import { isLoopback, isUnspecified } from '../network/loopback.ts';
import { environmentSchema, isSet } from './environment-schema.ts';

/** A real store, reached with the credentials that the AWS SDK finds. */
export interface RemoteStorageConfig {
  readonly kind: 'remote';
  readonly bucket: string;
  /** @defaultValue what the AWS SDK finds */
  readonly region: string | undefined;
  /** @defaultValue AWS */
  readonly endpoint: string | undefined;
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
  /** @defaultValue made at the first start and kept in the data folder */
  readonly tokenKeys: readonly TokenKey[] | undefined;
  readonly allowedOrigins: readonly string[];
  /** Without it, everybody who reaches the backend may upload. */
  readonly jwtSecret: Uint8Array | undefined;
  readonly policy: UploadPolicy;
  readonly urlLifetimeSeconds: number | undefined;
  /** @defaultValue `post` for S3 and the embedded store, `put` for other stores */
  readonly smallFiles: 'post' | 'put' | undefined;
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
  if (mistakes.every((line) => !line.startsWith('HOST:')))
    mistakes.push(...findHostMistakes(given));
  mistakes.push(...findContradictions(given));
  const [first, ...others] = mistakes;
  if (first !== undefined) return { mistakes: [first, ...others] };
  return { config: toConfig(environmentSchema.parse(given)) };
}

type Environment = ReturnType<typeof environmentSchema.parse>;

function toConfig(env: Environment): Config {
  return {
    host: env.HOST,
    port: env.PORT,
    dataDir: resolve(env.SLIPWAY_DATA),
    webDir: env.SLIPWAY_WEB === undefined ? undefined : resolve(env.SLIPWAY_WEB),
    storage: toStorage(env),
    tokenKeys: env.SLIPWAY_TOKEN_KEYS,
    allowedOrigins: env.SLIPWAY_ALLOWED_ORIGINS,
    jwtSecret: env.SLIPWAY_JWT_SECRET,
    policy: {
      maxFileSize: env.SLIPWAY_MAX_FILE_SIZE,
      minFileSize: env.SLIPWAY_MIN_FILE_SIZE,
      maxFiles: env.SLIPWAY_MAX_FILES,
      accept: env.SLIPWAY_ACCEPT,
      partSize: env.SLIPWAY_PART_SIZE,
      integrity: env.SLIPWAY_INTEGRITY,
    },
    urlLifetimeSeconds: env.SLIPWAY_URL_LIFETIME_SECONDS,
    smallFiles: env.SLIPWAY_SMALL_FILES ?? (env.S3_BUCKET === undefined ? 'post' : undefined),
  };
}

function toStorage(env: Environment): Config['storage'] {
  if (env.S3_BUCKET !== undefined) {
    return {
      kind: 'remote',
      bucket: env.S3_BUCKET,
      region: env.S3_REGION,
      endpoint: env.S3_ENDPOINT,
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

/** What an address to listen on asks for. */
function findHostMistakes(env: Readonly<Record<string, string | undefined>>): string[] {
  const mistakes: string[] = [];
  const host = env.HOST ?? '127.0.0.1';
  if (!isLoopback(host) && env.SLIPWAY_JWT_SECRET === undefined) {
    mistakes.push(
      `HOST: ${host} can be reached by others, and without SLIPWAY_JWT_SECRET all of them could upload. Set it, or leave HOST out.`,
    );
  }
  if (isUnspecified(host) && env.S3_BUCKET === undefined) {
    mistakes.push(
      `HOST: browsers cannot be sent to ${host} for the embedded store. Name the address they use, or set S3_BUCKET.`,
    );
  }
  return mistakes;
}

const REMOTE_ONLY = ['S3_REGION', 'S3_ENDPOINT', 'S3_FORCE_PATH_STYLE'];

/** Mistakes that only two variables together make. */
function findContradictions(env: Readonly<Record<string, string | undefined>>): string[] {
  const mistakes: string[] = [];
  if (env.S3_BUCKET === undefined) {
    for (const name of REMOTE_ONLY.filter((name) => env[name] !== undefined)) {
      mistakes.push(`${name}: has no effect without S3_BUCKET. Set that too.`);
    }
  }
  const [access, secret] = ['SLIPWAY_LOCAL_ACCESS_KEY', 'SLIPWAY_LOCAL_SECRET_KEY'] as const;
  if ((env[access] === undefined) !== (env[secret] === undefined)) {
    const [missing, there] = env[access] === undefined ? [access, secret] : [secret, access];
    mistakes.push(`${missing}: has to be set together with ${there}.`);
  }
  return mistakes;
}
