import type { IncomingBody } from '../adapter/body-reader.ts';
import { bodyTooLarge, invalidJson } from '../adapter/request-failures.ts';

/** The body of a request. */
export function bodyOf(request: Request): IncomingBody {
  return {
    header: (name) => request.headers.get(name),
    read: (maxBytes) => readBytes(request, maxBytes),
  };
}

async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const reader = request.body?.getReader();
  if (!reader) throw invalidJson();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    // A broken body is an incomplete request.
    const { done, value } = await reader.read().catch(() => {
      throw invalidJson();
    });
    if (done) return Buffer.concat(chunks);
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel().catch(() => {});
      throw bodyTooLarge(maxBytes);
    }
    chunks.push(value);
  }
}
