import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { type RequestEvent, startLocalS3 } from '@slipway/local-s3';
import type { PresignedPart } from '@slipway/protocol';
import type { Adapter, CommonOptions } from './adapters.ts';
import { startApi } from './api-server.ts';

export type { Answer, Route } from './api-server.ts';

export const BUCKET = 'uploads-of-tests';
export const MiB = 1024 ** 2;

export type UploadStack = Awaited<ReturnType<typeof startUploadStack>>;

/** The API on a real HTTP server, with a real local-s3. Callers are identified by `x-user`. */
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
  const api = await startApi(client, BUCKET, options, adapter);

  return {
    ...api,
    s3,
    s3Requests,
    /** S3's operations since the last call of `forget`. */
    operations: () => s3Requests.map(({ operation }) => operation),
    forget: () => s3Requests.splice(0),
    async close() {
      await api.close();
      client.destroy();
      await s3.close({ graceMs: 0 });
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Sends bytes like a browser: only with the headers or fields of the presigned part. */
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
