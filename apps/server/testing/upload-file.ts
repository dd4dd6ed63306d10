import type { PresignedPart } from '@slipway/protocol';

const MiB = 1024 ** 2;

/** An answer with its body parsed. */
export interface ApiAnswer {
  readonly status: number;
  readonly requestId: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came.
  readonly body: any;
}

/** Calls a route of the upload API as a page does. */
export async function callApi(
  url: string,
  route: string,
  body: object,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<ApiAnswer> {
  const response = await fetch(`${url}/api/${route}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
  const { status } = response;
  const requestId = response.headers.get('x-request-id');
  return { status, requestId, body: JSON.parse(await response.text()) };
}

/** Creates an upload of that many bytes, without checksums, with the URLs of its parts. */
export async function createFile(url: string, size: number, headers?: Record<string, string>) {
  const file = {
    name: 'a.txt',
    size,
    type: 'text/plain',
    partSize: 5 * MiB,
    integrity: 'none',
  };
  const parts = Array.from({ length: Math.ceil(size / (5 * MiB)) || 1 }, (_, i) => ({
    partNumber: i + 1,
  }));
  return callApi(url, 'uploads', { files: [{ ...file, parts }] }, headers);
}

/** PUTs bytes as a page of `origin` does. */
export function putPart(part: PresignedPart, bytes: Uint8Array<ArrayBuffer>, origin: string) {
  return fetch(part.url, { method: 'PUT', headers: { ...part.headers, origin }, body: bytes });
}
