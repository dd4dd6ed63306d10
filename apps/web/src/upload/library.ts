/** One file in the bucket, from `GET /demo/library`. */
export interface LibraryFile {
  readonly objectKey: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** ISO 8601. */
  readonly storedAt: string;
  /** A presigned URL, which expires. */
  readonly download: string;
  /** A presigned URL. Only images have one. */
  readonly preview?: string;
}

/** The caller's files in the bucket. */
export interface Library {
  readonly caller: string;
  readonly files: readonly LibraryFile[];
  readonly unfinished: readonly { readonly name: string; readonly begunAt: string }[];
}

/**
 * Loads the list of files. `null` if the backend has none: only the demo has one, because its callers are not told apart.
 *
 * @throws Error when the backend does not answer
 */
export async function fetchLibrary(signal: AbortSignal): Promise<Library | null> {
  const response = await fetch('/demo/library', { signal });
  if (response.ok) return response.json();
  if (response.status === 404) return null;
  throw new Error('Your files couldn’t be loaded. Reload the page.');
}
