import { type RequestHeaders, readHeaders } from '@slipway/core';
import {
  ADMIN_ROUTES,
  type AdminAbortRequest,
  type AdminAbortResponse,
  type ConfigurationResponse,
  type DeleteObjectsRequest,
  type DeleteObjectsResponse,
  type DoctorReport,
  type DoctorRequest,
  type ListObjectsQuery,
  type ListObjectsResponse,
  type ListUploadsQuery,
  type ListUploadsResponse,
  type ListWebhooksQuery,
  type ListWebhooksResponse,
  type SendWebhooksRequest,
  type SendWebhooksResponse,
  UploadError,
  type UploadPartsResponse,
  type UploadToAdminister,
} from '@slipway/protocol';

/** The URLs of the admin routes, and the credentials for them. */
export interface AdminClientOptions {
  /** Path or URL where the backend mounts the upload router, such as `/api`. */
  readonly endpoint: string;
  /** Path or URL of the backend's metrics in Prometheus' format. @defaultValue `/metrics` */
  readonly metricsUrl?: string | undefined;
  /** Headers of every request, such as `Authorization`. A function is called for each request, because tokens expire. */
  readonly headers?: RequestHeaders | undefined;
  /** Whether requests to a backend on another origin carry cookies. @defaultValue `same-origin` */
  readonly credentials?: RequestCredentials | undefined;
}

/**
 * The backend's admin routes. A failed call rejects with an `UploadError`: `unauthorized` or `forbidden` if the caller
 * is not an admin, `not-found` if the backend has no admin routes, `backend-unavailable` if it does not answer.
 */
export interface AdminClient {
  listUploads(query: ListUploadsQuery, signal?: AbortSignal): Promise<ListUploadsResponse>;
  showParts(upload: UploadToAdminister, signal?: AbortSignal): Promise<UploadPartsResponse>;
  abortUploads(request: AdminAbortRequest, signal?: AbortSignal): Promise<AdminAbortResponse>;
  listObjects(query: ListObjectsQuery, signal?: AbortSignal): Promise<ListObjectsResponse>;
  deleteObjects(request: DeleteObjectsRequest): Promise<DeleteObjectsResponse>;
  examineBucket(request: DoctorRequest, signal?: AbortSignal): Promise<DoctorReport>;
  /** Rejects with `not-found` if the backend sends no webhooks. */
  listWebhooks(query: ListWebhooksQuery, signal?: AbortSignal): Promise<ListWebhooksResponse>;
  sendWebhooks(request: SendWebhooksRequest): Promise<SendWebhooksResponse>;
  showConfiguration(signal?: AbortSignal): Promise<ConfigurationResponse>;
  /** The text of Prometheus' exposition format. */
  readMetrics(signal?: AbortSignal): Promise<string>;
}

/** Requests can be slow: aborting a thousand uploads sends two thousand requests to S3. */
const TIMEOUT_MS = 120_000;

/** Calls the admin routes of `createUploadRouter`. The client has no state, so all panels can share it. */
export function createAdminClient(options: AdminClientOptions): AdminClient {
  const { headers, credentials = 'same-origin', metricsUrl = '/metrics' } = options;
  const endpoint = options.endpoint.replace(/\/+$/, '');

  async function request(url: string, init: RequestInit, signal?: AbortSignal): Promise<Response> {
    const sent = readHeaders(typeof headers === 'function' ? await headers() : headers);
    if (init.body) sent.set('content-type', 'application/json');
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      return await fetch(url, {
        ...init,
        headers: sent,
        credentials,
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw unreachable(0, error);
    }
  }

  async function get<T>(route: string, query: object, signal?: AbortSignal): Promise<T> {
    return readAnswer<T>(await request(`${endpoint}${route}${toSearch(query)}`, {}, signal));
  }

  async function post<T>(route: string, body: object, signal?: AbortSignal): Promise<T> {
    const init = { method: 'POST', body: JSON.stringify(body) };
    return readAnswer<T>(await request(endpoint + route, init, signal));
  }

  return {
    listUploads: (query, signal) => get(ADMIN_ROUTES.listUploads, query, signal),
    showParts: ({ objectKey, uploadId }, signal) =>
      get(ADMIN_ROUTES.listParts, { objectKey, uploadId }, signal),
    abortUploads: (body, signal) => post(ADMIN_ROUTES.abort, body, signal),
    listObjects: (query, signal) => get(ADMIN_ROUTES.listObjects, query, signal),
    deleteObjects: (body) => post(ADMIN_ROUTES.deleteObjects, body),
    examineBucket: (body, signal) => post(ADMIN_ROUTES.doctor, body, signal),
    listWebhooks: (query, signal) => get(ADMIN_ROUTES.listWebhooks, query, signal),
    sendWebhooks: (body) => post(ADMIN_ROUTES.sendWebhooks, body),
    showConfiguration: (signal) => get(ADMIN_ROUTES.configuration, {}, signal),
    async readMetrics(signal) {
      const response = await request(metricsUrl, {}, signal);
      if (response.ok) return response.text();
      throw unreachable(response.status, `${metricsUrl} answered ${response.status}`);
    },
  };
}

/** Leaves out values that are not set or empty. The backend rejects empty ones. */
function toSearch(query: object): string {
  const set = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(set.map(([name, value]) => [name, String(value)]));
  return set.length === 0 ? '' : `?${search}`;
}

async function readAnswer<T>(response: Response): Promise<T> {
  const body: unknown = await response.json().catch(() => undefined);
  // A batch of which every item failed has a status other than 200, but still has a result for each item.
  if (typeof body === 'object' && body !== null) {
    const hasResults = Object.values(body).some((value) => Array.isArray(value));
    if (response.ok || hasResults) return body as T;
  }
  const { status } = response;
  const error = (body as { readonly error?: unknown } | null | undefined)?.error;
  throw UploadError.fromBody(error, { status }) ?? unreachable(status, undefined);
}

/** The error for a response that is not the backend's, or for none at all. */
function unreachable(status: number, cause: unknown): UploadError {
  if (status === 401 || status === 403) {
    const code = status === 401 ? 'unauthorized' : 'forbidden';
    return new UploadError(code, {
      status,
      cause,
      message: 'Sign in as an admin, then try again.',
    });
  }
  if (status === 404) {
    return new UploadError('not-found', {
      status,
      cause,
      message: 'The backend has no admin API at this address.',
    });
  }
  const message = "Can't reach the backend. Check the connection, then try again.";
  return new UploadError('backend-unavailable', { status, cause, message });
}
