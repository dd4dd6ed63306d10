/** Removes credentials from a text. */
export type Scrub = (text: string) => string;

const REDACTED = '[redacted]';

/** Shorter texts would also match words that are not secret. */
const MIN_SECRET_LENGTH = 8;

/** What is secret in any text, and what replaces it. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // A presigned URL's query holds its signature, and other queries may hold secrets too.
  [/\b(https?:\/\/[^\s"'<>\\?]*)\?(?:[^\s"'<>\\]|\\u[0-9a-f]{4})*/gi, `$1?${REDACTED}`],
  // `redis://user:password@host`
  [/(:\/\/)[^\s"'<>\\/@]+@/g, `$1${REDACTED}@`],
  [/\b(X-Amz-(?:Signature|Credential|Security-Token))=[^\s"'<>\\&,]+/gi, `$1=${REDACTED}`],
  [/\bAWS4-HMAC-SHA256[^"<>\\]*/g, `AWS4-HMAC-SHA256 ${REDACTED}`],
  [/\b(authorization\W{1,4})[^"'\\]+/gi, `$1${REDACTED}`],
  [/\b(Bearer) +[\w.~+/=-]{16,}/gi, `$1 ${REDACTED}`],
  // Signed and sealed tokens in their compact form, complete or truncated, and policies of forms: base64url of `{"`.
  [/\beyJ[\w.+/=-]{16,}/g, REDACTED],
  // Signatures of S3 in hexadecimal.
  [/\b[0-9a-f]{64}\b/gi, REDACTED],
];

/** Creates the function that removes signatures, tokens and the given `secrets`, both as they are and as in JSON. */
export function createScrub(secrets: readonly string[]): Scrub {
  const spellings = secrets
    .flatMap((secret) =>
      secret.length < MIN_SECRET_LENGTH ? [] : [secret, JSON.stringify(secret).slice(1, -1)],
    )
    // The longest first, because one secret can start with another.
    .sort((a, b) => b.length - a.length)
    .map((secret) => secret.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const known = spellings.length > 0 ? new RegExp(spellings.join('|'), 'g') : undefined;
  return (text) =>
    PATTERNS.reduce(
      (clean, [pattern, left]) => clean.replaceAll(pattern, left),
      known ? text.replaceAll(known, REDACTED) : text,
    );
}
