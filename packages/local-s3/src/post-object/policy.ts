import { S3Error } from '../s3-error.ts';

/** The size that a policy allows, in bytes. Both ends are included. */
export interface SizeRange {
  readonly min: number;
  readonly max: number;
}

/** Fields that need no condition. A policy should name the bucket, but the URL names it too. */
const FREE = new Set([
  'policy',
  'x-amz-signature',
  'file',
  'awsaccesskeyid',
  'signature',
  'bucket',
]);

const failed = (what: string) =>
  new S3Error('AccessDenied', `Invalid according to Policy: ${what}`);
const malformed = (what: string) => new S3Error('InvalidPolicyDocument', `Invalid Policy: ${what}`);

/**
 * Checks a form against its policy. The form must meet every condition, and a condition must cover every field.
 *
 * @returns the size that the file may have.
 * @throws S3Error `AccessDenied` when the form does not fit; `InvalidPolicyDocument` when the policy is not one.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 */
export function checkPolicy(
  encoded: string,
  fields: ReadonlyMap<string, string>,
  now: Date,
): SizeRange {
  const { expiration, conditions } = parsePolicy(encoded);
  if (expiration <= now) throw failed('Policy expired.');
  const covered = new Set<string>();
  let size: SizeRange = { min: 0, max: Number.POSITIVE_INFINITY };
  for (const condition of conditions.flatMap(normalise)) {
    if (condition.kind === 'content-length-range') {
      const { min, max } = condition;
      size = { min: Math.max(size.min, min), max: Math.min(size.max, max) };
      continue;
    }
    const { kind, field, value } = condition;
    const given = fields.get(field);
    covered.add(field);
    const holds = kind === 'eq' ? given === value : given?.startsWith(value) === true;
    if (!holds) {
      const shown = JSON.stringify([kind, `$${field}`, value]);
      throw failed(`Policy Condition failed: ${shown}`);
    }
  }
  for (const name of fields.keys()) {
    if (covered.has(name) || FREE.has(name) || name.startsWith('x-ignore-')) continue;
    throw failed(`Extra input fields: ${name}`);
  }
  return size;
}

type Condition =
  | { readonly kind: 'eq' | 'starts-with'; readonly field: string; readonly value: string }
  | { readonly kind: 'content-length-range'; readonly min: number; readonly max: number };

function parsePolicy(encoded: string): { expiration: Date; conditions: readonly unknown[] } {
  let policy: unknown;
  try {
    policy = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
  } catch {
    throw malformed('Invalid JSON.');
  }
  if (typeof policy !== 'object' || policy === null) throw malformed('Invalid JSON.');
  const { expiration, conditions }: { expiration?: unknown; conditions?: unknown } = policy;
  const date = typeof expiration === 'string' ? new Date(expiration) : undefined;
  if (date === undefined || Number.isNaN(date.getTime())) {
    throw malformed("Invalid 'expiration' value.");
  }
  if (!Array.isArray(conditions)) throw malformed('Policy missing conditions.');
  return { expiration: date, conditions };
}

function normalise(condition: unknown): Condition[] {
  if (typeof condition !== 'object' || condition === null) throw malformed('Invalid condition.');
  if (!Array.isArray(condition)) {
    return Object.entries(condition).map(([name, value]: [string, unknown]) => {
      if (typeof value !== 'string') throw malformed('Invalid Simple-Condition.');
      return { kind: 'eq', field: name.toLowerCase(), value };
    });
  }
  const [operator, first, second]: unknown[] = condition;
  const kind = typeof operator === 'string' ? operator.toLowerCase() : '';
  if (condition.length !== 3) throw malformed('Invalid condition.');
  if (kind === 'content-length-range') {
    const [min, max] = [Number(first), Number(second)];
    if (!(Number.isSafeInteger(min) && Number.isSafeInteger(max) && min >= 0 && min <= max)) {
      throw malformed('Invalid content-length-range.');
    }
    return [{ kind, min, max }];
  }
  const named = typeof first === 'string' && first.startsWith('$') && typeof second === 'string';
  if ((kind !== 'eq' && kind !== 'starts-with') || !named) throw malformed('Invalid condition.');
  return [{ kind, field: first.slice(1).toLowerCase(), value: second }];
}
