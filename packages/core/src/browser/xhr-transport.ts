import type { PartResponse, PartTransport } from '../ports/transport.ts';
import { parseRetryAfter } from '../retry/retry-after.ts';

/**
 * PUTs parts with `XMLHttpRequest`: `fetch` reports no upload progress, and only XHR tells a body
 * that went out from one that did not.
 */
export const xhrTransport: PartTransport = {
  put: ({ url, headers, body, signal, onProgress, onSent }) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const xhr = new XMLHttpRequest();
      let sent = false;
      let loaded = 0;

      const abort = () => {
        xhr.abort();
        reject(signal.reason);
      };
      const settle = () => {
        signal.removeEventListener('abort', abort);
        resolve(readResponse(xhr, sent, loaded));
      };
      signal.addEventListener('abort', abort);
      xhr.upload.addEventListener('progress', (event) => {
        loaded = event.loaded;
        onProgress(loaded);
      });
      xhr.upload.addEventListener('load', () => {
        sent = true;
        onSent();
      });
      xhr.addEventListener('load', settle);
      xhr.addEventListener('error', settle);
      xhr.open('PUT', url);
      for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
      xhr.send(body);
    }),
};

function readResponse(xhr: XMLHttpRequest, sent: boolean, loaded: number): PartResponse {
  const headers = readHeaders(xhr);
  return {
    status: xhr.status,
    etag: headers.get('etag'),
    body: xhr.status ? xhr.responseText : '',
    retryAfterMs: parseRetryAfter(headers.get('retry-after'), Date.now()),
    sent,
    loaded,
  };
}

/** All headers at once: asking for one that CORS hides prints an error to the console each time. */
function readHeaders(xhr: XMLHttpRequest): Map<string, string> {
  const lines = xhr.getAllResponseHeaders().split('\r\n');
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}
