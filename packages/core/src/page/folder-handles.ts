import type { FileHandle } from '../ports/file-handle.ts';

/** How many handles are looked up at the same time. Each lookup is a message to another process of the browser. */
const AT_ONCE = 50;

/** How many handles a drop may have. Looking up thousands would delay the first byte, so the user picks the rest again. */
const MOST = 1_000;

/** What the browser gives for one dropped item. */
export type DroppedHandle = FileSystemFileHandle | FileSystemDirectoryHandle;

/**
 * Finds the handles of files that came out of one dropped item. In a folder it follows their `webkitRelativePath`, which
 * begins with the folder itself. Files that it does not find have no handle.
 */
export async function findHandles(
  dropped: DroppedHandle | null | undefined,
  files: readonly File[],
): Promise<readonly (readonly [File, FileHandle])[]> {
  if (!dropped) return [];
  if (dropped.kind === 'directory') return findInFolder(dropped, files);
  return files.map((file) => [file, dropped] as const);
}

async function findInFolder(
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
      // The file was moved, or the browser refused. To resume, the user picks it again.
    }
  }

  const wanted = files.slice(0, MOST);
  for (let i = 0; i < wanted.length; i += AT_ONCE) {
    await Promise.all(wanted.slice(i, i + AT_ONCE).map(find));
  }
  return found;
}
