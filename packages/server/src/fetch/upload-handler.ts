import type { ErrorResponse } from '@slipway/protocol';
import {
  type AdapterOptions,
  ANSWER_HEADERS,
  createAdapterService,
} from '../adapter/adapter-options.ts';
import { toAnswer } from '../adapter/answer-status.ts';
import { createBodyReader } from '../adapter/body-reader.ts';
import { guardOf, identify } from '../adapter/identify.ts';
import { failureHeaders, routeNotFound } from '../adapter/request-failures.ts';
import { chooseRequestId, REQUEST_ID_HEADER, readQuery } from '../adapter/request-head.ts';
import { reportWrongOption } from '../adapter/validate-options.ts';
import { createOriginCheck } from '../origin-check.ts';
import { ambiguousTarget, hasOnePath } from '../request-target.ts';
import type { Exchange } from '../service/exchange.ts';
import type { Received } from '../upload-service.ts';
import { bodyOf } from './read-body.ts';

/** Options of {@link createUploadHandler}. */
export interface UploadHandlerOptions extends AdapterOptions<Request> {
  /**
   * The path where the API is mounted, such as `/api`. No router strips it from the request, so the handler
   * does.
   *
   * @defaultValue `''`: the routes are at the root
   */
  readonly basePath?: string | undefined;
  /**
   * Returns the client's address, for the limit on refused requests. Take it from your framework. Trust a header
   * only if your own proxy sets it.
   *
   * @defaultValue unknown: refused requests are not limited
   */
  readonly addressOf?: ((request: Request) => string | undefined) | undefined;
}

/**
 * The presigning API as a function of Fetch API requests, for Next.js, Hono and similar frameworks. The scheme and
 * host of the request's URL count as the backend's own origin. It never rejects: every failure is a response.
 *
 * Options that are wrong or missing, except `basePath`, are found at the first request, so that a framework can build
 * without the secrets. Requests then get 500 `storage-misconfigured`, and `onError` gets the reason. To find them
 * earlier, call {@link validateUploadOptions}.
 *
 * @example
 * const handle = createUploadHandler({ basePath: '/api', s3, bucket, authorize, tokenKeys });
 * export { handle as GET, handle as POST, handle as OPTIONS };
 *
 * @throws TypeError if `basePath` is malformed
 */
export function createUploadHandler(
  options: UploadHandlerOptions,
): (request: Request) => Promise<Response> {
  const { basePath = '' } = options;
  assertBasePath(basePath);
  let serve: ((request: Request, requestId: string) => Promise<Response>) | undefined;
  return async (request) => {
    const requestId = chooseRequestId(request.headers.get(REQUEST_ID_HEADER));
    try {
      // Not earlier: frameworks import this module when they build, without the secrets.
      serve ??= createServing(options, basePath);
    } catch (error) {
      const route = `${request.method} ${pathOf(request, basePath) ?? '*'}`;
      const body = reportWrongOption(options, error, { requestId, route }).toBody(requestId);
      const headers = { ...ANSWER_HEADERS, [REQUEST_ID_HEADER]: requestId };
      return Response.json({ error: body }, { status: 500, headers });
    }
    return serve(request, requestId);
  };
}

/** @throws TypeError that names the wrong option */
function createServing(options: UploadHandlerOptions, basePath: string) {
  const { allowedOrigins = [], addressOf = () => undefined } = options;
  const readBody = createBodyReader(options);
  const service = createAdapterService(options);
  const check = createOriginCheck(allowedOrigins);

  async function answer(
    request: Request,
    headers: Headers,
    { exchange, operation }: Received,
  ): Promise<Response> {
    const { method } = request;
    const { protocol, host, pathname, searchParams } = new URL(request.url);
    // `new Request` has resolved dot segments and backslashes. `toNodeHandler` refuses them earlier.
    if (!hasOnePath(pathname)) throw ambiguousTarget();
    const page = check({
      method,
      origin: request.headers.get('origin') ?? undefined,
      host,
      isSecure: protocol === 'https:',
      fetchSite: request.headers.get('sec-fetch-site') ?? undefined,
      requestedHeaders: request.headers.get('access-control-request-headers') ?? undefined,
    });
    for (const [name, value] of Object.entries(page.headers)) headers.set(name, value);
    if (page.isPreflight) return new Response(null, { status: 204, headers });

    const authorize = operation && guardOf(options, operation);
    if (!authorize) throw routeNotFound(method, pathOf(request, basePath) ?? pathname);
    const principal = await identify(exchange, authorize, request);
    await service.admit(principal, exchange);
    const body = operation.body
      ? await readBody(bodyOf(request), operation.body, principal)
      : readQuery(searchParams);
    const answered = toAnswer(await service.handle({ operation, principal, body, exchange }));
    for (const [name, value] of Object.entries(answered.headers)) headers.set(name, value);
    return Response.json(answered.body, { status: answered.status, headers });
  }

  return async (request: Request, requestId: string): Promise<Response> => {
    const headers = new Headers({ ...ANSWER_HEADERS, [REQUEST_ID_HEADER]: requestId });
    if (allowedOrigins.length > 0) headers.set('Vary', 'Origin');
    const path = pathOf(request, basePath) ?? '*';
    const { method } = request;
    const { signal } = request;
    const address = addressOf(request);
    const header = (name: string) => request.headers.get(name) ?? undefined;
    const received = service.receive({ method, path, requestId, address, header, signal });
    const { exchange } = received;
    const response = await exchange.run(() =>
      answer(request, headers, received).catch((error: unknown) =>
        answerFailure(error, headers, exchange),
      ),
    );
    exchange.answered(response.status);
    return response;
  };
}

function answerFailure(error: unknown, headers: Headers, exchange: Exchange): Response {
  const shown = exchange.fail(error);
  for (const [name, value] of Object.entries(failureHeaders(shown))) headers.set(name, value);
  const body: ErrorResponse = { error: shown.toBody(exchange.requestId) };
  return Response.json(body, { status: shown.status, headers });
}

/** The path relative to the mount point, or `undefined` outside of it. */
function pathOf({ url }: Request, basePath: string): string | undefined {
  const { pathname } = new URL(url);
  return pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : undefined;
}

function assertBasePath(basePath: string): void {
  if (/^(?:\/[^/?#]+)*$/.test(basePath)) return;
  throw new TypeError(
    `basePath: ${JSON.stringify(basePath)} must be a path such as "/api", without a slash at its end.`,
  );
}
