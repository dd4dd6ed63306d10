import { DEFAULT_UPLOAD_LIFETIME_SECONDS } from '@slipway/protocol';
import { LOCK_CONTRADICTION, type SlipwayConfig } from '@slipway/server/config';
import { isLoopback, isUnspecified } from '../network/loopback.ts';
import { findBucketNameMistake } from './bucket-name.ts';
import { ALGORITHMS } from './callers-config.ts';
import type { Environment } from './environment-schema.ts';
import { entriesOf } from './value-schemas.ts';

type Name = keyof Environment;

/** The variables that are set. Empty ones are left out. */
export type GivenVariables = Readonly<Partial<Record<Name, string>>>;

/** Mistakes that only show when several variables are read together: one line each. */
export function findContradictions(given: GivenVariables, file: SlipwayConfig = {}): string[] {
  return [
    ...findHostMistakes(given, file),
    ...findStorageMistakes(given),
    ...findObjectMistakes(given),
    ...findRedisMistakes(given),
    ...findWebhookMistakes(given),
    ...findLifetimeMistakes(given, file),
    ...findCallerMistakes(given, file),
    ...(file.authorize || file.authorizeAdmin ? [] : findAdminMistakes(given)),
  ];
}

/** Requirements that the listening address implies. */
function findHostMistakes(given: GivenVariables, { authorize }: SlipwayConfig): string[] {
  const mistakes: string[] = [];
  const host = given.HOST ?? '127.0.0.1';
  if (!isLoopback(host) && !authorize && waysToKnow(given).length === 0) {
    mistakes.push(
      `HOST: ${host} is reachable from other machines, and anyone there could upload. Set SLIPWAY_JWT_SECRET, SLIPWAY_JWKS_URL or SLIPWAY_PROXY_SUBJECT_HEADER, or authorize in a config file, to identify callers, or leave HOST out.`,
    );
  }
  if (isUnspecified(host) && given.S3_BUCKET === undefined) {
    mistakes.push(
      `HOST: browsers cannot be sent to ${host} for the embedded store. Name the address they use, or set S3_BUCKET.`,
    );
  }
  return mistakes;
}

function findStorageMistakes(given: GivenVariables): string[] {
  const mistakes =
    given.S3_BUCKET === undefined
      ? withoutEffect(
          given,
          ['S3_REGION', 'S3_ENDPOINT', 'S3_OTHER_ENDPOINTS', 'S3_FORCE_PATH_STYLE', 'S3_STORE'],
          'S3_BUCKET',
        )
      : [];
  if (given.S3_BUCKET !== undefined) {
    const isPathStyle = ['true', '1'].includes(given.S3_FORCE_PATH_STYLE ?? '');
    const takesOtherNames = given.S3_ENDPOINT !== undefined || isPathStyle;
    const mistake = findBucketNameMistake(given.S3_BUCKET, takesOtherNames);
    if (mistake !== undefined) mistakes.push(`S3_BUCKET: ${mistake}`);
  }
  return [
    ...mistakes,
    ...findHalfSet(given, 'SLIPWAY_LOCAL_ACCESS_KEY', 'SLIPWAY_LOCAL_SECRET_KEY'),
  ];
}

function findWebhookMistakes(given: GivenVariables): string[] {
  return findHalfSet(given, 'SLIPWAY_WEBHOOK_URL', 'SLIPWAY_WEBHOOK_SECRET');
}

/** Two variables that are useless without each other. */
function findHalfSet(given: GivenVariables, one: Name, other: Name): string[] {
  if ((given[one] === undefined) === (given[other] === undefined)) return [];
  const [missing, there] = given[one] === undefined ? [one, other] : [other, one];
  return [`${missing}: must be set together with ${there}.`];
}

/** The upload router finds the other contradictions, also between the variables and the config file. */
function findObjectMistakes(given: GivenVariables): string[] {
  const { S3_OBJECT_LOCK_DAYS: days, S3_OBJECT_LOCK_RETAIN_UNTIL_DATE: date } = given;
  return days !== undefined && date !== undefined ? [LOCK_CONTRADICTION] : [];
}

function findRedisMistakes(given: GivenVariables): string[] {
  if (given.REDIS_PASSWORD === undefined) return [];
  const url = given.REDIS_URL;
  if (url === undefined) return withoutEffect(given, ['REDIS_PASSWORD'], 'REDIS_URL');
  if (!URL.canParse(url) || new URL(url).password === '') return [];
  return ['REDIS_PASSWORD: REDIS_URL has a password, too. Set only one of the two.'];
}

/** Browsers can resume an upload for its whole lifetime. */
function findLifetimeMistakes(
  { SLIPWAY_SWEEP_AFTER_SECONDS: sweepAfter, SLIPWAY_UPLOAD_LIFETIME_SECONDS }: GivenVariables,
  { uploadLifetimeSeconds = DEFAULT_UPLOAD_LIFETIME_SECONDS }: SlipwayConfig,
): string[] {
  const lifetime = SLIPWAY_UPLOAD_LIFETIME_SECONDS ?? String(uploadLifetimeSeconds);
  if (sweepAfter === undefined || !(Number(sweepAfter) < Number(lifetime))) return [];
  return [
    `SLIPWAY_SWEEP_AFTER_SECONDS: browsers can resume an upload for ${lifetime} seconds. A shorter time would abort uploads that still run.`,
  ];
}

const WAYS_TO_KNOW = [
  'SLIPWAY_JWT_SECRET',
  'SLIPWAY_JWKS_URL',
  'SLIPWAY_PROXY_SUBJECT_HEADER',
] as const;

function waysToKnow(given: GivenVariables): readonly Name[] {
  return WAYS_TO_KNOW.filter((name) => given[name] !== undefined);
}

function findCallerMistakes(given: GivenVariables, { authorize }: SlipwayConfig): string[] {
  const mistakes: string[] = [];
  const [way, another] = waysToKnow(given);
  if (way && another) {
    mistakes.push(`${another}: ${way} already identifies callers. Set only one of the two.`);
  }
  const proxy = given.SLIPWAY_PROXY_SUBJECT_HEADER !== undefined;
  if (proxy && given.SLIPWAY_TRUSTED_PROXIES === undefined) {
    mistakes.push(
      'SLIPWAY_TRUSTED_PROXIES: is required with SLIPWAY_PROXY_SUBJECT_HEADER, or any client could send that header.',
    );
  }
  const wide = entriesOf(given.SLIPWAY_TRUSTED_PROXIES).find(isPartOfInternet);
  if (proxy && wide !== undefined) {
    mistakes.push(
      `SLIPWAY_TRUSTED_PROXIES: ${wide} has addresses of strangers, and any of them could send ${given.SLIPWAY_PROXY_SUBJECT_HEADER}. List only your own proxies.`,
    );
  }
  if (given.SLIPWAY_TRUSTED_PROXIES !== undefined && way === undefined && !authorize) {
    mistakes.push(
      `SLIPWAY_TRUSTED_PROXIES: everyone who reaches the proxy could upload. Set ${WAYS_TO_KNOW.join(' or ')} to identify callers.`,
    );
  }
  const jwks = given.SLIPWAY_JWKS_URL !== undefined;
  for (const name of ['SLIPWAY_JWT_ISSUER', 'SLIPWAY_JWT_AUDIENCE'] as const) {
    if (!jwks || given[name] !== undefined) continue;
    mistakes.push(
      `${name}: is required with SLIPWAY_JWKS_URL, or tokens for other applications would be accepted.`,
    );
  }
  const jwt = jwks || given.SLIPWAY_JWT_SECRET !== undefined;
  if (!jwt)
    mistakes.push(...withoutEffect(given, JWT_ONLY, 'SLIPWAY_JWT_SECRET or SLIPWAY_JWKS_URL'));
  else mistakes.push(...findAlgorithmMistakes(given, jwks ? 'jwks' : 'secret'));
  if (!proxy) {
    const names = ['SLIPWAY_PROXY_TENANT_HEADER', 'SLIPWAY_PROXY_GROUPS_HEADER'] as const;
    mistakes.push(...withoutEffect(given, names, 'SLIPWAY_PROXY_SUBJECT_HEADER'));
  }
  return mistakes;
}

/** No private network has a prefix of less than 4 bits. `::ffff:0:0/96` are all addresses of IPv4. */
function isPartOfInternet(subnet: string): boolean {
  const [address = '', bits] = subnet.split('/');
  if (bits === undefined) return false;
  return Number(bits) < (/^(?:0*:){1,5}:?ffff:/i.test(address) ? 100 : 4);
}

const JWT_ONLY = [
  'SLIPWAY_JWT_ISSUER',
  'SLIPWAY_JWT_AUDIENCE',
  'SLIPWAY_JWT_ALGORITHMS',
  'SLIPWAY_JWT_MAX_AGE_SECONDS',
  'SLIPWAY_JWT_TENANT_CLAIM',
  'SLIPWAY_JWT_GROUPS_CLAIM',
  'SLIPWAY_ADMIN_CLAIM',
] as const;

function findAlgorithmMistakes(given: GivenVariables, keys: keyof typeof ALGORITHMS): string[] {
  const wanted = entriesOf(given.SLIPWAY_JWT_ALGORITHMS);
  const possible: readonly string[] = ALGORITHMS[keys];
  if (wanted.every((name) => possible.includes(name))) return [];
  const source = keys === 'jwks' ? 'a JWKS' : 'a shared secret';
  return [`SLIPWAY_JWT_ALGORITHMS: ${source} supports ${possible.join(', ')}.`];
}

function findAdminMistakes(given: GivenVariables): string[] {
  const mistakes: string[] = [];
  const known = waysToKnow(given).length > 0;
  if (given.SLIPWAY_ADMIN_GROUP !== undefined) {
    const proxy = given.SLIPWAY_PROXY_SUBJECT_HEADER !== undefined;
    if (!known)
      mistakes.push('SLIPWAY_ADMIN_GROUP: has no effect without a way to identify callers.');
    else if (proxy && given.SLIPWAY_PROXY_GROUPS_HEADER === undefined) {
      mistakes.push(
        'SLIPWAY_ADMIN_GROUP: needs SLIPWAY_PROXY_GROUPS_HEADER, the header with the groups.',
      );
    }
  }
  if (known && given.SLIPWAY_LOCAL_ADMIN !== undefined) {
    mistakes.push(
      'SLIPWAY_LOCAL_ADMIN: is for backends without callers. Set SLIPWAY_ADMIN_GROUP or SLIPWAY_ADMIN_CLAIM.',
    );
  }
  return mistakes;
}

function withoutEffect(given: GivenVariables, names: readonly Name[], needed: string): string[] {
  return names
    .filter((name) => given[name] !== undefined)
    .map((name) => `${name}: has no effect without ${needed}. Set that too.`);
}
