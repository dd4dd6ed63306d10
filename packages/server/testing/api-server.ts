import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { S3Client } from '@aws-sdk/client-s3';
import { ROUTES, UploadError } from '@slipway/protocol';
import { validateUploadOptions } from '../src/fetch.ts';
import { type Adapter, type CommonOptions, listenerOf } from './adapters.ts';

export type Route = keyof typeof ROUTES;

/** A response with its parsed body. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came.
  readonly body: any;
}

/** Starts the API on a real HTTP server, with the given store. Callers are identified by `x-user`. */
export async function startApi(
  client: S3Client,
  bucket: string,
  options: Partial<CommonOptions> = {},
  adapter: Adapter = 'Express',
) {
  const all: CommonOptions = {
    s3: client,
    bucket,
    authorize,
    tokenKeys: [{ id: 'k1', secret: new Uint8Array(32).fill(7) }],
    onError: () => {},
    // Tests send requests as fast as they can.
    rateLimits: false,
    ...options,
  };
  await validateUploadOptions(all);
  const server = createServer(listenerOf(adapter, all));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/api`;

  return {
    url,
    client,
    bucket: options.bucket ?? bucket,
    call: (route: Route, body: unknown, headers?: Record<string, string>) =>
      request(`${url}${ROUTES[route]}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-user': 'alice', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    policy: (headers: Record<string, string> = { 'x-user': 'alice' }) =>
      request(`${url}${ROUTES.policy}`, { headers }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function request(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('application/json');
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : text,
  };
}

function authorize({ headers }: { readonly headers: unknown }) {
  const all =
    headers instanceof Headers ? Object.fromEntries(headers) : (headers as Record<string, string>);
  const { 'x-user': subject, 'x-tenant': tenant } = all;
  if (subject === undefined) throw new UploadError('unauthorized', { message: 'Who are you?' });
  return { subject, ...(tenant !== undefined && { tenant }) };
}
