import { UploadError } from '@slipway/protocol';
import { errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import type { AdminRule, JwtCallersConfig } from '../config/callers-config.ts';
import { type IdentifyCaller, principalOf, unauthorized } from './caller.ts';
import { createKeyServer } from './key-server.ts';

/** How far the signer's clock and ours may differ. */
const CLOCK_TOLERANCE_SECONDS = 30;
/** Most proxies refuse longer headers. The bound keeps the check of a made-up token cheap. */
const MAX_TOKEN_LENGTH = 8_192;

/**
 * Identifies callers by a bearer token: a JWT whose `sub` names the caller. Only this configuration decides which
 * algorithms and keys are accepted. The token's header does not.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8725
 */
export function createJwtCallers(config: JwtCallersConfig): IdentifyCaller {
  const { tenantClaim, groupsClaim, admins } = config;
  const verify = createVerify(config);
  return async ({ headers }) => {
    const [, token] = /^Bearer ([\w.-]+)$/i.exec(headers.authorization ?? '') ?? [];
    if (token === undefined) throw unauthorized('Send a bearer token to upload.');
    if (token.length > MAX_TOKEN_LENGTH) {
      throw unauthorized(`A bearer token may have at most ${MAX_TOKEN_LENGTH} characters.`);
    }
    const claims = await verify(token);
    return {
      principal: principalOf(readSubject(claims), readTenant(claims, tenantClaim)),
      isAdmin: admins.some((rule) => obeys(claims, rule, groupsClaim)),
    };
  };
}

function createVerify(config: JwtCallersConfig): (token: string) => Promise<JWTPayload> {
  const { keys, algorithms, issuer, audience, maxAgeSeconds } = config;
  const options: JWTVerifyOptions = {
    algorithms: [...algorithms],
    // A token that never expires could not be revoked without a new key for everyone.
    requiredClaims: ['sub', 'exp'],
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    ...(issuer !== undefined && { issuer }),
    ...(audience !== undefined && { audience }),
    ...(maxAgeSeconds !== undefined && { maxTokenAge: maxAgeSeconds }),
  };
  const jwks = keys.kind === 'jwks' && createKeyServer(keys.url);
  return async (token) => {
    try {
      const verified = jwks
        ? await jwtVerify(token, jwks, options)
        : await jwtVerify(token, keys.kind === 'secret' ? keys.secret : new Uint8Array(), options);
      return verified.payload;
    } catch (error) {
      if (isFaultOfToken(error)) {
        throw unauthorized(reasonOf(error));
      }
      throw new UploadError('internal-error', {
        message: 'Callers cannot be checked right now. Try again in a moment.',
        status: 503,
        retryAfterMs: 1_000,
        cause: error,
      });
    }
  };
}

/** Names a missing claim, which only the issuer of the token can add. */
function reasonOf(error: unknown): string {
  return error instanceof errors.JWTClaimValidationFailed && error.reason === 'missing'
    ? `The bearer token has no claim "${error.claim}".`
    : 'The bearer token is not valid or has expired.';
}

/** @throws UploadError `unauthorized` if `sub` is not a string: https://www.rfc-editor.org/rfc/rfc7519#section-4.1.2 */
function readSubject({ sub }: JWTPayload): string {
  const subject: unknown = sub;
  if (typeof subject === 'string') return subject;
  throw unauthorized('The claim "sub" of the bearer token must be a text.');
}

/**
 * Reads a caller's tenant. A whole number counts as its text. Anything else fails: a caller without the tenant would
 * share uploads with all callers of the same name.
 *
 * @throws UploadError `unauthorized` when the claim is no tenant, or is missing and required
 */
function readTenant(
  claims: JWTPayload,
  { name, isRequired }: JwtCallersConfig['tenantClaim'],
): string | undefined {
  const value = readClaim(claims, name);
  if (value === undefined) {
    if (!isRequired) return undefined;
    throw unauthorized(`The bearer token has no claim "${name}".`);
  }
  if (typeof value === 'string') return value;
  // Above the safe integers, two numbers in a token can become one here.
  if (Number.isSafeInteger(value)) return String(value);
  throw unauthorized(`The claim "${name}" must be a text or a whole number.`);
}

const TOKEN_FAULTS = new Set([
  'ERR_JOSE_ALG_NOT_ALLOWED',
  'ERR_JOSE_NOT_SUPPORTED',
  'ERR_JWKS_NO_MATCHING_KEY',
  'ERR_JWKS_MULTIPLE_MATCHING_KEYS',
]);

/**
 * Whether the caller can fix the error. Other errors, such as a key server that does not answer, are not the caller's
 * fault.
 */
function isFaultOfToken(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^ERR_JW[TS]_/.test(code) || TOKEN_FAULTS.has(code);
}

function obeys(claims: JWTPayload, rule: AdminRule, groupsClaim: string): boolean {
  const [claim, wanted] =
    rule.kind === 'claim' ? [rule.claim, rule.value] : [groupsClaim, rule.group];
  const value = readClaim(claims, claim);
  if (Array.isArray(value)) return value.includes(wanted);
  if (typeof value !== 'string') return value === true && wanted === 'true';
  return value === wanted || (SPACED.has(claim) && value.split(' ').includes(wanted));
}

/**
 * Claims that list several words, separated by spaces. In any other claim, such as a name that people choose, a space
 * has no meaning.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8693#section-4.2
 */
const SPACED = new Set(['scope', 'scp']);

/** Reads a claim by its name. If there is none, dots in the name lead into nested claims. */
function readClaim(claims: JWTPayload, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const step of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step))
      return undefined;
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  return value;
}
