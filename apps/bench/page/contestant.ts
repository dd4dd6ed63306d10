/** Uploads files. Resolves when the last object is complete. */
export type Upload = (files: readonly File[]) => Promise<void>;

/** Creates an uploader and prepares it as a page does before the user chooses a file. This time is not measured. */
export type Contestant = () => Promise<Upload>;

/** Sends a request to the page's backend. @throws Error when the backend refuses it */
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

/** Signs one request at a time, as the examples in most documentation do. */
export async function signOne(request: ToSign): Promise<string> {
  const { urls } = await post<{ readonly urls: readonly string[] }>('sign', {
    requests: [request],
  });
  return urls[0] ?? '';
}

/** Signs all requests of 10 ms together: the best that a page can achieve. */
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
