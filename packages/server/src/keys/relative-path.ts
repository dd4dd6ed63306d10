import { MAX_NAME_BYTES } from './object-key.ts';
import { byteLength, safeName } from './safe-name.ts';

/** Longest path of a file in its folder, in bytes of UTF-8. It is S3's limit for keys. */
export const MAX_PATH_BYTES = 1_024;

/** An absolute path, also of Windows, or a segment `..`. */
const BAD_PATH = /^(?:[/\\]|[a-z]:)|(?:^|[/\\])\.\.(?:[/\\]|$)/i;

/** Says what to do about a file's path in its folder that no key may have. Returns `undefined` for any other path. */
export function findPathFault(path: string): string | undefined {
  if (byteLength(path) > MAX_PATH_BYTES) return `Send at most ${MAX_PATH_BYTES} bytes of UTF-8.`;
  return BAD_PATH.test(path) ? 'Send a path below a folder, without "..".' : undefined;
}

/** The folders of the path, each a safe name, and the file's name. `undefined` for a file on its own. */
export function normalPath(path: string, name: string): string | undefined {
  const folders = path
    .split(/[/\\]/)
    .slice(0, -1)
    .filter((segment) => segment !== '' && segment !== '.');
  if (folders.length === 0) return undefined;
  return [...folders.map((folder) => safeName(folder, MAX_NAME_BYTES)), name].join('/');
}
