import {
  type AbortResponse,
  type CompleteResponse,
  type CreateResponse,
  type FileToCreate,
  type ListPartsResponse,
  type PresignRequest,
  type PresignResponse,
  ROUTES,
  UploadError,
  type UploadErrorCode,
  type UploadPolicy,
  type UploadToComplete,
} from '@slipway/protocol';
import type { UploadBackend } from '../ports/backend.ts';
import { failure } from '../retry/failure.ts';
import { parseRetryAfter } from '../retry/retry-after.ts';

/** How {@link createHttpBackend} reaches the backend. */
export interface HttpBackendOptions {
  /** Where the upload router is mounted, e.g. `'/api'`. */
  readonly baseUrl: string;
  /** Headers added to every request, e.g. `Authorization`. A function is asked each time, since credentials expire. */
  readonly headers?:
    | Readonly<Record<string, string>>
    | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>)
    | undefined;
  /** Whether cookies go along. @defaultValue 'same-origin' */
  readonly credentials?: RequestCredentials | undefined;
}

/** A backend that has not answered by then has lost the request. S3 may need minutes to assemble a large object. */
const TIMEOUT_MS = 60_000;
const COMPLETE_TIMEOUT_MS = 600_000;

/** Talks to `createUploadRouter` of `@slipway/server`, or to anything with the same routes. */
export function createHttpBackend(options: HttpBackendOptions): UploadBackend {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');

  async function call<T>(
    route: string,
    body?: object,
    signal?: AbortSignal,
    timeoutMs = TIMEOUT_MS,
  ): Promise<T> {
    const extra = typeof options.headers === 'function' ? await options.headers() : options.headers;
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(baseUrl + route, {
        method: body ? 'POST' : 'GET',
        headers: { 'content-type': 'application/json', ...extra },
        body: body ? JSON.stringify(body) : null,
        credentials: options.credentials ?? 'same-origin',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      return await readAnswer<T>(response);
    } catch (error) {
      if (signal?.aborted || UploadError.is(error)) throw error;
      throw failure('backend-unavailable', { cause: error });
    }
  }

  /** A route that is batched: what is asked goes under `key`, the answers come back under `uploads`. */
  const batched =
    <Item extends object, Answer extends { readonly uploads: unknown }>(
      route: string,
      key: string,
      timeoutMs?: number,
    ) =>
    async (items: readonly Item[], signal?: AbortSignal): Promise<Answer['uploads']> =>
      (await call<Answer>(route, { [key]: items }, signal, timeoutMs)).uploads;

  return {
    getPolicy: (signal) => call<UploadPolicy>(ROUTES.policy, undefined, signal),
    create: batched<FileToCreate, CreateResponse>(ROUTES.create, 'files'),
    presign: batched<PresignRequest['uploads'][number], PresignResponse>(ROUTES.presign, 'uploads'),
    listParts: (token, signal) => call<ListPartsResponse>(ROUTES.listParts, { token }, signal),
    complete: batched<UploadToComplete, CompleteResponse>(
      ROUTES.complete,
      'uploads',
      COMPLETE_TIMEOUT_MS,
    ),
    abort: batched<{ readonly token: string }, AbortResponse>(ROUTES.abort, 'uploads'),
  };
}

async function readAnswer<T>(response: Response): Promise<T> {
  const { status } = response;
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok && typeof body === 'object' && body !== null) return body as T;
  const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), Date.now());
  const error = (body as { error?: unknown } | null | undefined)?.error;
  throw (
    UploadError.fromBody(error, { status, retryAfterMs }) ??
    // Not an answer of ours: a proxy's page, or nothing mounted there.
    failure(BY_STATUS[status] ?? (status < 500 ? 'not-found' : 'backend-unavailable'), {
      status,
      retryAfterMs,
      cause: `${response.url} answered ${status}`,
    })
  );
}

const BY_STATUS: Readonly<Record<number, UploadErrorCode>> = {
  401: 'unauthorized',
  403: 'forbidden',
  429: 'rate-limited',
};
