import { CHECKSUM_MODES, CHECKSUMS, type ChecksumMode } from '@slipway/protocol';
import type { CorsRule } from '../s3/bucket-settings.ts';

/** The request that a page wants to send. */
export interface CorsWish {
  readonly origin: string;
  readonly method: string;
  /** Header names in lower case. */
  readonly headers: readonly string[];
}

/** Matches most checksum headers. */
const CHECKSUM_PATTERN = 'x-amz-checksum-*';

/** Request headers that browsers send to the bucket. */
const ALLOWED_HEADERS = [
  'content-type',
  'content-disposition',
  'cache-control',
  ...CHECKSUM_MODES.map(headerOf).filter((name) => !fits(CHECKSUM_PATTERN, name)),
  'if-none-match',
  CHECKSUM_PATTERN,
];

/** Response headers that a page needs. S3 accepts no pattern here. */
export const EXPOSED_HEADERS: readonly string[] = [
  'ETag',
  'Retry-After',
  ...CHECKSUM_MODES.filter((mode) => CHECKSUMS[mode].kept).map(headerOf),
];

const RULE_ID = 'slipway';
const MAX_AGE_SECONDS = 3_000;
const METHODS = ['PUT', 'POST'];

/** The first rule that allows the page's request. S3 uses only the first match. */
export function findCorsRule(rules: readonly CorsRule[], wish: CorsWish): CorsRule | undefined {
  return rules.find(
    ({ AllowedOrigins = [], AllowedMethods = [], AllowedHeaders = [] }) =>
      AllowedOrigins.some((pattern) => fits(pattern, wish.origin)) &&
      AllowedMethods.includes(wish.method) &&
      wish.headers.every((name) => AllowedHeaders.some((p) => fits(p.toLowerCase(), name))),
  );
}

/**
 * Adds a rule that lets these origins upload. It comes first, because stores use only the first rule that matches. So
 * it also allows and exposes everything that the owner's rules do for these origins. The owner's rules stay
 * unchanged.
 */
export function mergeCorsRules(
  rules: readonly CorsRule[],
  origins: readonly string[],
  headers: readonly string[],
): readonly CorsRule[] {
  const ours = rules.find(({ ID }) => ID === RULE_ID);
  const theirs = rules.filter((rule) => rule !== ours);
  const wanted = [...new Set([...(ours?.AllowedOrigins ?? []), ...origins])];
  const shadowed = rules.filter(({ AllowedOrigins = [] }) =>
    AllowedOrigins.some((pattern) => wanted.some((origin) => fits(pattern, origin))),
  );
  const extra = headers.filter((name) => !ALLOWED_HEADERS.some((pattern) => fits(pattern, name)));
  const rule: CorsRule = {
    ID: RULE_ID,
    AllowedOrigins: wanted,
    AllowedMethods: union(
      METHODS,
      shadowed.map((one) => one.AllowedMethods),
    ),
    AllowedHeaders: union(
      [...ALLOWED_HEADERS, ...extra],
      shadowed.map((one) => one.AllowedHeaders),
    ),
    ExposeHeaders: union(
      EXPOSED_HEADERS,
      shadowed.map((one) => one.ExposeHeaders),
    ),
    MaxAgeSeconds: MAX_AGE_SECONDS,
  };
  return [rule, ...theirs];
}

function union(
  own: readonly string[],
  others: readonly (readonly string[] | undefined)[],
): string[] {
  const all = new Map(own.map((name) => [name.toLowerCase(), name]));
  for (const name of others.flatMap((list) => list ?? [])) {
    if (!all.has(name.toLowerCase())) all.set(name.toLowerCase(), name);
  }
  return [...all.values()];
}

function headerOf(mode: ChecksumMode): string {
  return CHECKSUMS[mode].header;
}

/** A pattern has at most one `*`. */
function fits(pattern: string, text: string): boolean {
  const [head = '', tail] = pattern.split('*');
  if (tail === undefined) return pattern === text;
  return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
}
