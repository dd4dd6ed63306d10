/** One file in the bucket, as `GET /demo/library` tells of it. */
export interface LibraryFile {
  readonly objectKey: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** ISO 8601. */
  readonly storedAt: string;
  /** Presigned, for a while. */
  readonly download: string;
  /** Presigned; left out of what is no image. */
  readonly preview?: string;
}

/** What the caller has in the bucket. */
export interface Library {
  readonly caller: string;
  readonly files: readonly LibraryFile[];
  readonly unfinished: readonly { readonly name: string; readonly begunAt: string }[];
}

/**
 * Asks the backend for its list of files. `null`: it has none, as on every backend that has callers to tell apart.
 *
 * @throws Error when the backend does not answer
 */
export async function fetchLibrary(signal: AbortSignal): Promise<Library | null> {
  const response = await fetch('/demo/library', { signal });
  if (response.ok) return response.json();
  if (response.status === 404) return null;
  throw new Error('Your files are not here right now. Reload the page.');
}
