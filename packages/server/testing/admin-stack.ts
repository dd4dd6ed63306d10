import {
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type ADMIN_ROUTES, UploadError } from '@slipway/protocol';
import type { Adapter, CommonOptions } from './adapters.ts';
import { type Answer, BUCKET, startUploadStack } from './upload-stack.ts';

type Path = (typeof ADMIN_ROUTES)[keyof typeof ADMIN_ROUTES];

export type AdminStack = Awaited<ReturnType<typeof startAdminStack>>;

/** Callers with `x-admin` are admins. Callers with only `x-user` are known, but are not admins. */
export function authorizeAdmin({ headers }: { readonly headers: unknown }) {
  const all =
    headers instanceof Headers ? Object.fromEntries(headers) : (headers as Record<string, string>);
  const { 'x-admin': subject, 'x-user': user } = all;
  if (subject !== undefined) return { subject };
  const code = user === undefined ? 'unauthorized' : 'forbidden';
  throw new UploadError(code, { message: 'For admins only.' });
}

/** An upload stack with admin routes. */
export async function startAdminStack(
  options: Partial<CommonOptions> = {},
  adapter: Adapter = 'Express',
) {
  const stack = await startUploadStack({ authorizeAdmin, ...options }, adapter);
  const { client } = stack;
  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(`${stack.url}${path}`, init);
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  return {
    ...stack,
    get: (path: Path, query: Record<string, string> = {}, headers = { 'x-admin': 'root' }) =>
      send(`${path}?${new URLSearchParams(query)}`, { headers }),
    post: (path: Path, body: object, headers: Record<string, string> = { 'x-admin': 'root' }) =>
      send(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    /** Creates an unfinished upload with parts of these sizes, in bytes. */
    async begin(objectKey: string, sizes: readonly number[] = []) {
      const object = { Bucket: BUCKET, Key: objectKey };
      const { UploadId: uploadId = '' } = await client.send(
        new CreateMultipartUploadCommand(object),
      );
      for (const [i, size] of sizes.entries()) {
        const part = { ...object, UploadId: uploadId, PartNumber: i + 1 };
        await client.send(new UploadPartCommand({ ...part, Body: new Uint8Array(size) }));
      }
      return { objectKey, uploadId };
    },
    /** Stores an object. */
    put: (objectKey: string, input: Partial<PutObjectCommandInput> = {}) =>
      client.send(new PutObjectCommand({ Bucket: BUCKET, Key: objectKey, Body: 'abc', ...input })),
  };
}

/** Runs `work` for each index, eight at a time. */
export async function forEachOf(count: number, work: (index: number) => Promise<unknown>) {
  const queue = Array.from({ length: count }, (_, i) => i).values();
  const worker = async () => {
    for (const index of queue) await work(index);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}
