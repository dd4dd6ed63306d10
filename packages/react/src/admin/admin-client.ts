import {
  ADMIN_ROUTES,
  type AdminAbortRequest,
  type AdminAbortResponse,
  type ConfigurationResponse,
  type DeleteObjectsRequest,
  type DeleteObjectsResponse,
  type DoctorFixRequest,
  type DoctorQuery,
  type DoctorReport,
  type ListObjectsQuery,
  type ListObjectsResponse,
  type ListUploadsQuery,
  type ListUploadsResponse,
  UploadError,
  type UploadPartsResponse,
  type UploadToAdminister,
} from '@slipway/protocol';
import type { RequestHeaders } from '../uploader/endpoint-uploader.ts';

/** Where the admin routes are, and what opens them. */
export interface AdminClientOptions {
  /** Where the backend's upload router is mounted, `/api` for example. */
  readonly endpoint: string;
  /** Where the backend shows its metrics in Prometheus' format. @defaultValue `/metrics` */
  readonly metricsUrl?: string | undefined;
  /** Sent with every request, `Authorization` for example. A function is asked each time, because tokens expire. */
  readonly headers?: RequestHeaders | undefined;
  /** Whether cookies go to a backend on another origin. @defaultValue `same-origin` */
  readonly credentials?: RequestCredentials | undefined;
}

/**
 * The backend's routes for admins. Each call rejects with an `UploadError`: `unauthorized` or `forbidden` for who
 * is no admin, `not-found` where there are no such routes, `backend-unavailable` when nothing answers.
 */
export interface AdminClient {
  listUploads(query: ListUploadsQuery, signal?: AbortSignal): Promise<ListUploadsResponse>;
  showParts(upload: UploadToAdminister, signal?: AbortSignal): Promise<UploadPartsResponse>;
  abortUploads(request: AdminAbortRequest, signal?: AbortSignal): Promise<AdminAbortResponse>;
  listObjects(query: ListObjectsQuery, signal?: AbortSignal): Promise<ListObjectsResponse>;
  deleteObjects(request: DeleteObjectsRequest): Promise<DeleteObjectsResponse>;
  examineBucket(query: DoctorQuery, signal?: AbortSignal): Promise<DoctorReport>;
  mendBucket(request: DoctorFixRequest): Promise<DoctorReport>;
  showConfiguration(signal?: AbortSignal): Promise<ConfigurationResponse>;
  /** The text of Prometheus' exposition format. */
  readMetrics(signal?: AbortSignal): Promise<string>;
}

/** A bucket can take a while: an abort of a thousand uploads asks S3 two thousand times. */
const TIMEOUT_MS = 120_000;

/** Talks to the admin routes of `createUploadRouter`. It holds no state, and can be shared by all panels. */
export function createAdminClient(options: AdminClientOptions): AdminClient {
  const { headers, credentials = 'same-origin', metricsUrl = '/metrics' } = options;
  const endpoint = options.endpoint.replace(/\/+$/, '');

  async function request(url: string, init: RequestInit, signal?: AbortSignal): Promise<Response> {
    const extra = typeof headers === 'function' ? await headers() : headers;
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      return await fetch(url, {
        ...init,
        headers: { ...(init.body && { 'content-type': 'application/json' }), ...extra },
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
    examineBucket: (query, signal) => get(ADMIN_ROUTES.doctor, query, signal),
    mendBucket: (body) => post(ADMIN_ROUTES.doctor, body),
    showConfiguration: (signal) => get(ADMIN_ROUTES.configuration, {}, signal),
    async readMetrics(signal) {
      const response = await request(metricsUrl, {}, signal);
      if (response.ok) return response.text();
      throw unreachable(response.status, `${metricsUrl} answered ${response.status}`);
    },
  };
}

/** What is not set is left out, as an empty text would be: the backend takes neither for a wish. */
function toSearch(query: object): string {
  const set = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(set.map(([name, value]) => [name, String(value)]));
  return set.length === 0 ? '' : `?${search}`;
}

async function readAnswer<T>(response: Response): Promise<T> {
  const body: unknown = await response.json().catch(() => undefined);
  // A batch that failed as a whole has another status than 200, and still tells each item apart.
  if (typeof body === 'object' && body !== null && (response.ok || 'uploads' in body)) {
    return body as T;
  }
  const { status } = response;
  const error = (body as { readonly error?: unknown } | null | undefined)?.error;
  throw UploadError.fromBody(error, { status }) ?? unreachable(status, undefined);
}

/** What stands before the backend has answered, or nobody has. */
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
      message: 'The backend has nothing here.',
    });
  }
  const message = 'The backend does not answer. Check the connection, then try again.';
  return new UploadError('backend-unavailable', { status, cause, message });
}
