import type { SlipwayConfig } from '@slipway/server/config';
import type { Environment } from './environment-schema.ts';

/** What makes a caller an admin. */
export type AdminRule =
  | { readonly kind: 'claim'; readonly claim: string; readonly value: string }
  | { readonly kind: 'group'; readonly group: string };

/** Callers identified by a JWT. */
export interface JwtCallersConfig {
  readonly kind: 'jwt';
  readonly keys:
    | { readonly kind: 'secret'; readonly secret: Uint8Array }
    | { readonly kind: 'jwks'; readonly url: string };
  /** The accepted algorithms. What the token's header names decides nothing. */
  readonly algorithms: readonly string[];
  readonly issuer: string | undefined;
  readonly audience: string | undefined;
  /** Counted from `iat`, whatever `exp` says. */
  readonly maxAgeSeconds: number | undefined;
  /** The claim is required if the operator names it. */
  readonly tenantClaim: { readonly name: string; readonly isRequired: boolean };
  readonly groupsClaim: string;
  /** A caller who meets any of these rules is an admin. */
  readonly admins: readonly AdminRule[];
}

/** Callers that a trusted proxy has authenticated and names in headers. */
export interface ProxyCallersConfig {
  readonly kind: 'proxy';
  /** Names of headers, in lower case. */
  readonly subjectHeader: string;
  readonly tenantHeader: string | undefined;
  readonly groupsHeader: string | undefined;
  readonly adminGroup: string | undefined;
}

/** All users of this machine. */
export interface LocalCallersConfig {
  readonly kind: 'local';
  readonly isAdmin: boolean;
}

/** Callers that the config file's `authorize` identifies. Its `authorizeAdmin` can also name admins for other callers. */
export interface OwnCallersConfig {
  readonly kind: 'own';
  readonly authorize: NonNullable<SlipwayConfig['authorize']>;
}

/** How callers are identified. */
export type CallersConfig =
  | JwtCallersConfig
  | ProxyCallersConfig
  | LocalCallersConfig
  | OwnCallersConfig;

/** A holder of a shared secret can also sign, so each kind of key has its own algorithms. */
export const ALGORITHMS = {
  secret: ['HS256', 'HS384', 'HS512'],
  jwks: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'],
} as const;

const DEFAULT_ALGORITHMS = {
  secret: ['HS256'],
  jwks: ['RS256', 'PS256', 'ES256', 'EdDSA'],
} as const;

/** Used if the operator names no claim. Callers may lack it. */
const DEFAULT_TENANT_CLAIM = 'tenant';

/** Reads how callers are identified, from the config file or the environment. */
export function toCallersConfig(
  env: Environment,
  { authorize }: Pick<SlipwayConfig, 'authorize'>,
): CallersConfig {
  if (authorize) return { kind: 'own', authorize };
  const keys = toKeys(env);
  const group = env.SLIPWAY_ADMIN_GROUP;
  if (keys) {
    const admins: AdminRule[] = [];
    if (env.SLIPWAY_ADMIN_CLAIM) admins.push({ kind: 'claim', ...env.SLIPWAY_ADMIN_CLAIM });
    if (group !== undefined) admins.push({ kind: 'group', group });
    return {
      kind: 'jwt',
      keys,
      algorithms: env.SLIPWAY_JWT_ALGORITHMS ?? DEFAULT_ALGORITHMS[keys.kind],
      issuer: env.SLIPWAY_JWT_ISSUER,
      audience: env.SLIPWAY_JWT_AUDIENCE,
      maxAgeSeconds: env.SLIPWAY_JWT_MAX_AGE_SECONDS,
      tenantClaim: toTenantClaim(env),
      groupsClaim: env.SLIPWAY_JWT_GROUPS_CLAIM,
      admins,
    };
  }
  if (env.SLIPWAY_PROXY_SUBJECT_HEADER !== undefined) {
    return {
      kind: 'proxy',
      subjectHeader: env.SLIPWAY_PROXY_SUBJECT_HEADER,
      tenantHeader: env.SLIPWAY_PROXY_TENANT_HEADER,
      groupsHeader: env.SLIPWAY_PROXY_GROUPS_HEADER,
      adminGroup: group,
    };
  }
  return { kind: 'local', isAdmin: env.S3_BUCKET === undefined || env.SLIPWAY_LOCAL_ADMIN };
}

function toTenantClaim({
  SLIPWAY_JWT_TENANT_CLAIM: name,
}: Environment): JwtCallersConfig['tenantClaim'] {
  return name === undefined
    ? { name: DEFAULT_TENANT_CLAIM, isRequired: false }
    : { name, isRequired: true };
}

function toKeys(env: Environment): JwtCallersConfig['keys'] | undefined {
  const { SLIPWAY_JWT_SECRET: secret, SLIPWAY_JWKS_URL: url } = env;
  if (secret !== undefined) return { kind: 'secret', secret: new TextEncoder().encode(secret) };
  return url === undefined ? undefined : { kind: 'jwks', url };
}
