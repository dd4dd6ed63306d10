import { UploadError } from '@slipway/protocol';

/** What a browser says of the page that calls. */
export interface CallOfPage {
  readonly method: string;
  /** The header `Origin`. */
  readonly origin: string | undefined;
  /** Name and port that the backend was called by. */
  readonly host: string | undefined;
  /** The header `Sec-Fetch-Site`. */
  readonly fetchSite: string | undefined;
  /** The header `Access-Control-Request-Headers`. */
  readonly requestedHeaders: string | undefined;
}

/** What to answer to a page that may call. */
export interface OriginAnswer {
  readonly headers: Readonly<Record<string, string>>;
  /** Whether that is all there is to answer: 204. */
  readonly isPreflight: boolean;
}

const PREFLIGHT_SECONDS = '7200';
const OWN: OriginAnswer = { headers: {}, isPreflight: false };

/**
 * Lets in pages of the own host and of the origins named, by their exact names; pages of any other
 * site get `forbidden` and no CORS header. Calls without an `Origin` come from no page.
 *
 * @throws TypeError when an origin is not spelled as browsers spell it
 */
export function createOriginCheck(
  allowedOrigins: readonly string[],
): (call: CallOfPage) => OriginAnswer {
  for (const origin of allowedOrigins) assertOrigin(origin);
  const allowed = new Set(allowedOrigins);
  return (call) => {
    const { origin } = call;
    if (origin === undefined || isOwnHost(call, origin)) return OWN;
    if (!allowed.has(origin)) {
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

/** The scheme is left out: behind a proxy that ends TLS it is not known. */
function isOwnHost({ fetchSite, host }: CallOfPage, origin: string): boolean {
  // Only the browser can write this header, and it has seen the page's real address.
  if (fetchSite === 'same-origin') return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** Whether a text is an origin as browsers spell it: `https://app.example`. */
export function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function assertOrigin(origin: string): void {
  if (isOrigin(origin)) return;
  throw new TypeError(
    `allowedOrigins: ${JSON.stringify(origin)} is not an origin such as "https://app.example".`,
  );
}
