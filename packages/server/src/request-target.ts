import { UploadError } from '@slipway/protocol';

/** A target without its scheme and authority, which clients of a proxy send. */
const AUTHORITY = /^https?:\/\/[^/?#\\]*(?=[/?]|$)/i;
/** No URL has these unencoded. URL parsers drop or convert some of them. Routers end the path at a `#`. */
const NOT_IN_TARGETS = /[^!-~]|#/;
/** Doubled slashes, backslashes, dot segments, and encoded slashes, backslashes and dots. */
const SECOND_PATH = /\\|\/\/|\/\.{1,2}(?:\/|$)|%(?:2e|2f|5c)/i;

/**
 * Whether a request's target names one path only. Proxies, routers and URL parsers resolve the others differently. So
 * a proxy's rule for `/api/admin` could miss `/api\admin` or `/api/x/%2e%2e/admin`, which a router then serves.
 *
 * @param target as in the request line
 */
export function hasOnePath(target: string): boolean {
  const local = target.replace(AUTHORITY, '');
  // `OPTIONS *` is about the whole server.
  if (local === '*') return target === '*';
  const [path = ''] = local.split('?', 1);
  if (path !== '' && !path.startsWith('/')) return false;
  return !NOT_IN_TARGETS.test(local) && !SECOND_PATH.test(path);
}

/** Whether a request names at most one host. Of several, a proxy may read another one than the backend. */
export function hasOneHost(rawHeaders: readonly string[]): boolean {
  return rawHeaders.filter((name, i) => i % 2 === 0 && /^host$/i.test(name)).length <= 1;
}

/** The request names several hosts. */
export function ambiguousHost(): UploadError {
  return new UploadError('invalid-request', { message: 'Send the header "Host" once.' });
}

/** The target can be read as several paths. */
export function ambiguousTarget(): UploadError {
  return new UploadError('invalid-request', {
    message:
      'Send the path of the route as it is, without backslashes, "#", doubled slashes, dot segments, or encoded slashes and dots.',
  });
}
