import { UploadError } from '@slipway/protocol';

/** What the browser sends about the page that calls. */
export interface CallOfPage {
  readonly method: string;
  /** The header `Origin`. */
  readonly origin: string | undefined;
  /** The host and port that the browser called. */
  readonly host: string | undefined;
  /** Whether the browser called over TLS, as far as the backend knows. */
  readonly isSecure: boolean;
  /** The header `Sec-Fetch-Site`. */
  readonly fetchSite: string | undefined;
  /** The header `Access-Control-Request-Headers`. */
  readonly requestedHeaders: string | undefined;
}

/** The response to a page that may call. */
export interface OriginAnswer {
  readonly headers: Readonly<Record<string, string>>;
  /** Whether these headers, with status 204, are the whole response. */
  readonly isPreflight: boolean;
}

const PREFLIGHT_SECONDS = '7200';
const OWN: OriginAnswer = { headers: {}, isPreflight: false };

/**
 * Admits pages of the backend's own origin and of the allowed origins, by exact comparison. Other pages get
 * `forbidden` and no CORS header. Requests without an `Origin` do not come from a script of a page. They are admitted,
 * unless the browser says that another site caused them, for example by an image or a link.
 *
 * @throws TypeError if an origin is malformed
 */
export function createOriginCheck(
  allowedOrigins: readonly string[],
): (call: CallOfPage) => OriginAnswer {
  for (const origin of allowedOrigins) assertOrigin(origin);
  const allowed = new Set(allowedOrigins);
  return (call) => {
    const { origin } = call;
    const isOwn =
      origin === undefined ? !isCausedByOtherSite(call.fetchSite) : isOwnOrigin(call, origin);
    if (isOwn) return OWN;
    if (origin === undefined || !allowed.has(origin)) {
      throw new UploadError('forbidden', { message: 'Pages of this origin may not upload here.' });
    }
    const headers = {
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Expose-Headers': 'x-request-id, Retry-After',
    };
    if (call.method !== 'OPTIONS') return { headers, isPreflight: false };
    return {
      isPreflight: true,
      headers: {
        ...headers,
        'Access-Control-Allow-Methods': 'GET, POST',
        'Access-Control-Allow-Headers': call.requestedHeaders ?? 'content-type',
        'Access-Control-Max-Age': PREFLIGHT_SECONDS,
      },
    };
  };
}

/**
 * Whether the page is of the backend's own origin. A page of `http:` is not if the backend is on `https:`, because anyone
 * on the network can forge it. A page of `https:` always is, because a proxy may terminate TLS without telling.
 */
function isOwnOrigin({ fetchSite, isSecure, host }: CallOfPage, origin: string): boolean {
  // Pages cannot set this header, and the browser knows the page's real address.
  if (fetchSite !== undefined) return fetchSite === 'same-origin';
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin);
  if (page.host !== host) return false;
  return page.protocol === 'https:' || (page.protocol === 'http:' && !isSecure);
}

/**
 * Whether a page of another origin caused a request, for example by an image or a link. Only browsers tell. Call it to
 * protect your own routes, with the request's header `Sec-Fetch-Site`.
 *
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 */
export function isCausedByOtherSite(fetchSite: string | undefined): boolean {
  return fetchSite === 'cross-site' || fetchSite === 'same-site';
}

/** Whether a text is an origin as browsers send it, such as `https://app.example`. */
export function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function assertOrigin(origin: string): void {
  if (isOrigin(origin)) return;
  throw new TypeError(
    `allowedOrigins: ${JSON.stringify(origin)} is not an origin such as "https://app.example".`,
  );
}
