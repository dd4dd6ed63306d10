import {
  type AbortResponse,
  type CompleteResponse,
  type CreateResponse,
  type ListPartsResponse,
  type PolicyResponse,
  type PresignResponse,
  ROUTES,
  UploadError,
} from '@slipway/protocol';
import type { UploadBackend } from '../ports/backend.ts';
import { abortable } from '../retry/abortable.ts';
import { failure } from '../retry/failure.ts';
import { parseRetryAfter } from '../retry/retry-after.ts';
import { readHeaders } from './read-headers.ts';

/** Options of {@link createHttpBackend}. */
export interface HttpBackendOptions {
  /** Where the upload router is mounted, e.g. `'/api'`. */
  readonly baseUrl: string;
  /**
   * Headers to add to every request, such as `Authorization`. A function is called before each request, because
   * credentials expire.
   *
   * If the function throws, rejects, or takes longer than the request may (60 s, or 600 s for complete), the backend
   * counts as unreachable: the upload retries after a wait and pauses while the device is offline. In the end it fails
   * with `backend-unavailable`, whose `cause` is the error of the function. To fail the upload at once, throw an
   * `UploadError`, for example `unauthorized` when the user has to sign in again.
   *
   * @defaultValue none
   * @throws TypeError from each request, if these are no headers: neither `Headers` nor pairs nor a record of strings
   */
  readonly headers?: HeadersInit | (() => HeadersInit | Promise<HeadersInit>) | undefined;
  /** Whether requests send cookies. @defaultValue 'same-origin' */
  readonly credentials?: RequestCredentials | undefined;
}

/** How long to wait for an answer. Complete gets longer, because S3 may need minutes to assemble a large object. */
const TIMEOUT_MS = 60_000;
const COMPLETE_TIMEOUT_MS = 600_000;

/** Calls `createUploadRouter` of `@slipway/server`, or any other server with the same routes. */
export function createHttpBackend(options: HttpBackendOptions): UploadBackend {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');

  async function call<T>(
    route: string,
    body?: object,
    signal?: AbortSignal,
    timeoutMs = TIMEOUT_MS,
  ): Promise<T> {
    const timeout = AbortSignal.timeout(timeoutMs);
    const ended = signal ? AbortSignal.any([signal, timeout]) : timeout;
    let asked = false;
    let headers: Headers | undefined;
    try {
      const given = await abortable(askHeaders(options), ended);
      asked = true;
      headers = readHeaders(given);
      headers.set('content-type', 'application/json');
      const request = {
        method: body ? 'POST' : 'GET',
        headers,
        body: body ? JSON.stringify(body) : null,
        credentials: options.credentials ?? 'same-origin',
        signal: ended,
      };
      const ask = (redirect: RequestRedirect) => fetch(baseUrl + route, { ...request, redirect });
      let response = await ask('manual');
      // The status of a redirect. Browsers hide it and say 0.
      if (/^[03]/.test(String(response.status))) {
        response = await ask('follow').catch(() => {
          ended.throwIfAborted();
          // To a login page, because pages may not read what another origin answers.
          throw failure('unauthorized', { cause: `${baseUrl} redirects to another origin.` });
        });
      }
      return await readAnswer<T>(response);
    } catch (error) {
      if (signal?.aborted || UploadError.is(error) || (asked && !headers)) throw error;
      const cause = timeout.aborted && !asked ? 'headers() did not settle in time.' : error;
      throw failure('backend-unavailable', { cause });
    }
  }

  return {
    getPolicy: (signal) => call<PolicyResponse>(ROUTES.policy, undefined, signal),
    create: async (request, signal) =>
      (await call<CreateResponse>(ROUTES.create, request, signal)).uploads,
    presign: async (request, signal) =>
      (await call<PresignResponse>(ROUTES.presign, request, signal)).uploads,
    listParts: (token, signal) => call<ListPartsResponse>(ROUTES.listParts, { token }, signal),
    complete: async (uploads, signal) =>
      (await call<CompleteResponse>(ROUTES.complete, { uploads }, signal, COMPLETE_TIMEOUT_MS))
        .uploads,
    abort: async (uploads, signal) =>
      (await call<AbortResponse>(ROUTES.abort, { uploads }, signal)).uploads,
  };
}

async function askHeaders({ headers }: HttpBackendOptions) {
  return typeof headers === 'function' ? headers() : headers;
}

async function readAnswer<T>(response: Response): Promise<T> {
  const { headers, ok, status } = response;
  const body: unknown = await response.json().catch(() => undefined);
  // A batch that failed as a whole has an error status, and still an error for each item.
  if (typeof body === 'object' && body !== null && (ok || 'uploads' in body)) {
    return body as T;
  }
  const options = { status, retryAfterMs: parseRetryAfter(headers.get('retry-after')) };
  const error = (body as { error?: unknown } | null | undefined)?.error;
  const own = UploadError.fromBody(error, options);
  if (own) throw own;
  const { foreignFailure } = await import('./foreign-answer.ts');
  throw foreignFailure(response, options);
}
