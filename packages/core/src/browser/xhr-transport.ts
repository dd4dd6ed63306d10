import type { PartResponse, PartTransport } from '../ports/transport.ts';
import { parseRetryAfter } from '../retry/retry-after.ts';

/**
 * Forms of up to this many bytes are sent without upload listeners. Then the browser sends no CORS preflight. They are
 * sent too fast to see their progress.
 *
 * @see https://xhr.spec.whatwg.org/#the-send()-method (upload listener flag)
 */
const UNWATCHED_BYTES = 256 * 1024;

/**
 * Sends a part with `XMLHttpRequest`. `fetch` reports no upload progress, and does not tell whether the body was sent.
 */
export const send: PartTransport['send'] = ({
  url,
  headers,
  fields,
  credentials = false,
  body,
  signal,
  onProgress,
  onSent,
}) =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const xhr = new XMLHttpRequest();
    const watched = !fields || body.size > UNWATCHED_BYTES;
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
    if (watched) {
      xhr.upload.addEventListener('progress', (event) => {
        loaded = Math.min(event.loaded, body.size); // A form has more bytes than its file.
        onProgress(loaded);
      });
      xhr.upload.addEventListener('load', () => {
        sent = true;
        onSent();
      });
    }
    xhr.addEventListener('loadend', settle);
    xhr.open(fields ? 'POST' : 'PUT', url);
    xhr.withCredentials = credentials;
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.send(fields ? formOf(fields, body) : body);
    if (!watched) onSent(); // From here on only the answer is missing.
  });

/** Puts the file last, because S3 ignores fields after it. */
function formOf(fields: Readonly<Record<string, string>>, file: Blob): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file);
  return form;
}

function readResponse(xhr: XMLHttpRequest, sent: boolean, loaded: number): PartResponse {
  // Reads all headers at once, because reading one that CORS hides prints an error to the console.
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
