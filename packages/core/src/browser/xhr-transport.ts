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
        reject(signal.reason);
        xhr.abort();
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
      xhr.addEventListener('loadend', settle);
      xhr.open('PUT', url);
      for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
      xhr.send(body);
    }),
};

function readResponse(xhr: XMLHttpRequest, sent: boolean, loaded: number): PartResponse {
  // All headers at once: asking for one that CORS hides prints an error to the console each time.
  const headers = xhr.getAllResponseHeaders();
  return {
    status: xhr.status,
    etag: /^etag: *(.+)/im.exec(headers)?.[1],
    body: xhr.responseText,
    retryAfterMs: parseRetryAfter(/^retry-after: *(.+)/im.exec(headers)?.[1]),
    sent,
    loaded,
  };
}
