import type { FileHandle } from '@slipway/core';

/** Handles that are looked for in one go: each asks the browser's other process. */
const AT_ONCE = 50;

/** Of a folder with more large files the rest is chosen again: nobody waits for thousands of handles before the first byte. */
const MOST = 1_000;

/**
 * Looks in a folder for what leads back to files that were read from it. Goes by their `webkitRelativePath`, which
 * begins with the folder itself. A file that is not found has no handle.
 */
export async function findHandles(
  folder: FileSystemDirectoryHandle,
  files: readonly File[],
): Promise<readonly (readonly [File, FileHandle])[]> {
  const known = new Map<string, Promise<FileSystemDirectoryHandle>>();
  const found: (readonly [File, FileHandle])[] = [];

  function folderAt(steps: readonly string[]): Promise<FileSystemDirectoryHandle> {
    const last = steps.at(-1);
    if (last === undefined) return Promise.resolve(folder);
    const path = steps.join('/');
    const at =
      known.get(path) ??
      folderAt(steps.slice(0, -1)).then((parent) => parent.getDirectoryHandle(last));
    known.set(path, at);
    return at;
  }

  async function find(file: File): Promise<void> {
    try {
      const parent = await folderAt(file.webkitRelativePath.split('/').slice(1, -1));
      found.push([file, await parent.getFileHandle(file.name)]);
    } catch {
      // Moved meanwhile, or refused: it is chosen again if need be.
    }
  }

  const wanted = files.slice(0, MOST);
  for (let i = 0; i < wanted.length; i += AT_ONCE) {
    await Promise.all(wanted.slice(i, i + AT_ONCE).map(find));
  }
  return found;
}
