import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import type { IncomingBody } from '../adapter/body-reader.ts';
import { bodyTooLarge, invalidJson } from '../adapter/request-failures.ts';

/**
 * The body of a request. `express.json` would read the rest of a body that is too large before it reports that, however
 * large it is.
 */
export function bodyOf(request: Request): IncomingBody {
  return {
    header: (name) => request.headers[name]?.toString(),
    read: (maxBytes) => readBytes(request, maxBytes),
  };
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
