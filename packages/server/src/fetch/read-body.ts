import { type BodyLimits, withinTime } from '../adapter/body-limits.ts';
import { bodyTooLarge, invalidJson, notJson } from '../adapter/request-failures.ts';

/**
 * Reads a JSON body, and stops at the byte limit.
 *
 * @throws UploadError `invalid-request`, `request-too-large`, or `network-error` on a timeout
 */
export async function readBody(request: Request, limits: BodyLimits): Promise<unknown> {
  const { headers } = request;
  const { maxBytes } = limits;
  const [type = '', ...parameters] = (headers.get('content-type') ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json') throw notJson();
  if (!parameters.every(isHarmless)) throw invalidJson();
  if ((headers.get('content-encoding') ?? 'identity').toLowerCase() !== 'identity') {
    throw invalidJson();
  }
  if (Number(headers.get('content-length') ?? 0) > maxBytes) throw bodyTooLarge(maxBytes);
  const bytes = await withinTime(readBytes(request, maxBytes), limits);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw invalidJson();
  }
}

/** JSON is always UTF-8, so another charset is an error. @see https://www.rfc-editor.org/rfc/rfc8259#section-8.1 */
function isHarmless(parameter: string): boolean {
  const [name = '', value = ''] = parameter.split('=');
  return name.trim().toLowerCase() !== 'charset' || /^\s*"?utf-8"?\s*$/i.test(value);
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
