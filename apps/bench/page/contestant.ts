/** Uploads files. Settles when the last object is complete. */
export type Upload = (files: readonly File[]) => Promise<void>;

/** Makes an uploader, and does what its page does before the user has chosen a file: that is on no clock. */
export type Contestant = () => Promise<Upload>;

/** Asks the backend of the page. @throws Error when it refuses */
async function post<T>(path: string, body: unknown): Promise<T> {
  const answer = await fetch(`/api/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}.`);
  return (await answer.json()) as T;
}

/** A request to be signed. */
export interface ToSign {
  readonly method: 'PUT' | 'POST' | 'GET' | 'DELETE';
  readonly key: string;
  readonly uploadId?: string | undefined;
  readonly partNumber?: number | undefined;
}

/** Has one request signed at a time, as examples of documentations do. */
export async function signOne(request: ToSign): Promise<string> {
  const { urls } = await post<{ readonly urls: readonly string[] }>('sign', {
    requests: [request],
  });
  return urls[0] ?? '';
}

/** Has all requests signed together that are asked for within 10 ms: the best that a page can make of it. */
export function createBatchSigner(): (request: ToSign) => Promise<string> {
  let batch: { readonly request: ToSign; readonly resolve: (url: string) => void }[] = [];
  return (request) =>
    new Promise((resolve, reject) => {
      batch.push({ request, resolve });
      if (batch.length > 1) return;
      setTimeout(() => {
        const sent = batch;
        batch = [];
        post<{ readonly urls: readonly string[] }>('sign', {
          requests: sent.map((one) => one.request),
        }).then(({ urls }) => {
          for (const [i, one] of sent.entries()) one.resolve(urls[i] ?? '');
        }, reject);
      }, 10);
    });
}
