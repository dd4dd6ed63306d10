import { type BodyLimits, withinTime } from '../adapter/body-limits.ts';
import { checkBodyHead, parseJson } from '../adapter/json-body.ts';
import { bodyTooLarge, invalidJson } from '../adapter/request-failures.ts';

/**
 * Reads a JSON body, and stops at the byte limit.
 *
 * @throws UploadError `invalid-request`, `request-too-large`, or `network-error` on a timeout
 */
export async function readBody(request: Request, limits: BodyLimits): Promise<unknown> {
  const { maxBytes } = limits;
  checkBodyHead((name) => request.headers.get(name), maxBytes);
  return parseJson(await withinTime(readBytes(request, maxBytes), limits));
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
