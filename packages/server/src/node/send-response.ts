import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Sends a response of the Fetch API, no faster than the client reads it. Resolves when its last byte is handed to Node,
 * or when the client has disconnected.
 *
 * @throws Error if the body fails
 */
export async function sendResponse(
  answer: Response,
  { method, httpVersionMajor }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // On an open connection, the rest of a late body would be read as the next request. HTTP/2 closes streams.
  if (answer.status === 408 && httpVersionMajor === 1) response.setHeader('Connection', 'close');
  for (const [name, value] of answer.headers) {
    if (name !== 'set-cookie') response.setHeader(name, value);
  }
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) response.setHeader('Set-Cookie', cookies);
  response.writeHead(answer.status);
  if (method === 'HEAD') await answer.body?.cancel();
  else if (answer.body) await writeBody(answer.body, response);
  response.end();
}

async function writeBody(body: ReadableStream<Uint8Array>, response: ServerResponse) {
  const reader = body.getReader();
  const gone = new AbortController();
  const leave = () => {
    gone.abort();
    // Ends the pending read too.
    reader.cancel().catch(() => {});
  };
  response.once('close', leave);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || response.destroyed) return;
      if (!response.write(value)) {
        await once(response, 'drain', { signal: gone.signal }).catch(() => {});
      }
    }
  } finally {
    response.off('close', leave);
  }
}
