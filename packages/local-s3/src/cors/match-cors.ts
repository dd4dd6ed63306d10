import { S3Error } from '../s3-error.ts';
import type { CorsRule } from '../storage/cors-rule.ts';

/** The question of a browser, in a preflight or by the request itself. */
export interface CorsQuestion {
  readonly origin: string;
  readonly method: string;
  /** Header names in lower case. Empty for an actual request. */
  readonly headers: readonly string[];
}

/** The CORS headers of an actual response. None if no rule matches. As in S3, the first matching rule counts. */
export function corsHeaders(
  rules: readonly CorsRule[] | undefined,
  question: CorsQuestion,
): Record<string, string> {
  if (rules === undefined || rules.length === 0) return {};
  const rule = rules.find((candidate) => matches(candidate, question));
  return rule === undefined ? { Vary: VARY } : describe(rule, question);
}

/** The headers of a preflight response. @throws S3Error `AccessForbidden`. */
export function preflightHeaders(
  rules: readonly CorsRule[] | undefined,
  question: CorsQuestion,
): Record<string, string> {
  if (rules === undefined || rules.length === 0) {
    throw new S3Error('AccessForbidden', 'CORSResponse: CORS is not enabled for this bucket.');
  }
  const rule = rules.find((candidate) => matches(candidate, question));
  if (rule === undefined) {
    throw new S3Error(
      'AccessForbidden',
      "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
    );
  }
  const headers = describe(rule, question);
  if (question.headers.length > 0) {
    headers['Access-Control-Allow-Headers'] = question.headers.join(', ');
  }
  if (rule.maxAgeSeconds !== undefined) {
    headers['Access-Control-Max-Age'] = String(rule.maxAgeSeconds);
  }
  return headers;
}

const VARY = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';

function matches(rule: CorsRule, { origin, method, headers }: CorsQuestion): boolean {
  return (
    rule.allowedMethods.some((allowed) => allowed === method) &&
    rule.allowedOrigins.some((pattern) => matchesPattern(pattern, origin)) &&
    headers.every((header) =>
      rule.allowedHeaders?.some((pattern) => matchesPattern(pattern.toLowerCase(), header)),
    )
  );
}

function describe(rule: CorsRule, { origin }: CorsQuestion): Record<string, string> {
  const anyOrigin = rule.allowedOrigins.includes('*');
  return {
    'Access-Control-Allow-Origin': anyOrigin ? '*' : origin,
    'Access-Control-Allow-Methods': rule.allowedMethods.join(', '),
    ...(anyOrigin ? {} : { 'Access-Control-Allow-Credentials': 'true' }),
    ...(rule.exposeHeaders?.length
      ? { 'Access-Control-Expose-Headers': rule.exposeHeaders.join(', ') }
      : {}),
    Vary: VARY,
  };
}

/** Matches text against a pattern with at most one `*`. */
function matchesPattern(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text;
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
}
