import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import { type BodyLimits, withinTime } from '../adapter/body-limits.ts';
import { checkBodyHead, parseJson } from '../adapter/json-body.ts';
import { bodyTooLarge, invalidJson } from '../adapter/request-failures.ts';

/**
 * Reads a JSON body, and stops at the byte limit. `express.json` would read the rest of a body that is too large before it
 * reports that, however large it is. If the app has parsed the body already, returns what it parsed.
 *
 * @throws UploadError `invalid-request`, `request-too-large`, or `network-error` on a timeout
 */
export async function readBody(request: Request, limits: BodyLimits): Promise<unknown> {
  checkBodyHead((name) => request.headers[name]?.toString(), limits.maxBytes);
  if (request.readableEnded) return request.body;
  return parseJson(await withinTime(readBytes(request, limits.maxBytes), limits));
}

function readBytes(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    request
      .on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= maxBytes) {
          chunks.push(chunk);
          return;
        }
        request.removeAllListeners('data').pause();
        reject(bodyTooLarge(maxBytes));
      })
      .once('end', () => resolve(Buffer.concat(chunks)))
      // A broken body is an incomplete request.
      .once('error', () => reject(invalidJson()))
      .once('close', () => reject(invalidJson()));
  });
}
