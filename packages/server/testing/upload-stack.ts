import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { type RequestEvent, startLocalS3 } from '@slipway/local-s3';
import { type PresignedPart, ROUTES, UploadError } from '@slipway/protocol';
import { type Adapter, type CommonOptions, listenerOf } from './adapters.ts';

export const BUCKET = 'uploads-of-tests';
export const MiB = 1024 ** 2;

export type Route = keyof typeof ROUTES;
export type UploadStack = Awaited<ReturnType<typeof startUploadStack>>;

/** An answer with its body parsed. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came.
  readonly body: any;
}

/** The API behind a real HTTP server, on a real local-s3. Callers are named by `x-user`. */
export async function startUploadStack(
  options: Partial<CommonOptions> = {},
  adapter: Adapter = 'Express',
) {
  const dir = await mkdtemp(join(tmpdir(), 'slipway-server-'));
  const s3Requests: RequestEvent[] = [];
  const s3 = await startLocalS3({
    dir,
    port: 0,
    accessKeyId: 'TESTKEY',
    secretAccessKey: 'test-secret',
    buckets: [BUCKET],
    flush: false,
    onRequest: (event) => s3Requests.push(event),
  });
  const client = new S3Client({
    region: s3.region,
    endpoint: s3.url,
    forcePathStyle: true,
    credentials: { accessKeyId: 'TESTKEY', secretAccessKey: 'test-secret' },
  });
  const server = createServer(
    listenerOf(adapter, {
      s3: client,
      bucket: BUCKET,
      authorize,
      tokenKeys: [{ id: 'k1', secret: new Uint8Array(32).fill(7) }],
      onError: () => {},
      // Tests call as fast as they can.
      rateLimits: false,
      ...options,
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/api`;

  return {
    url,
    s3,
    s3Requests,
    client,
    /** S3's operations since the last call of `forget`. */
    operations: () => s3Requests.map(({ operation }) => operation),
    forget: () => s3Requests.splice(0),
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
      client.destroy();
      await s3.close({ graceMs: 0 });
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Sends bytes as a browser does: with the headers or fields of the answer and nothing else. */
export async function putPart(part: PresignedPart, bytes: Uint8Array<ArrayBuffer>) {
  const { url, headers, fields } = part;
  const response = await (fields
    ? fetch(url, { method: 'POST', body: formOf(fields, bytes) })
    : fetch(url, { method: 'PUT', headers, body: bytes }));
  const text = await response.text();
  return { status: response.status, etag: response.headers.get('etag') ?? '', text };
}

function formOf(fields: Readonly<Record<string, string>>, bytes: Uint8Array<ArrayBuffer>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([bytes]));
  return form;
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
