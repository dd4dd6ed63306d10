import { S3_LIMITS } from '@slipway/protocol';
import type { FileHandle } from '../ports/file-handle.ts';
import { type DroppedHandle, findHandles } from './folder-handles.ts';
import { type FoundFiles, foundFiles, isWanted } from './found-files.ts';

/** The data of a drop. A `DataTransfer` fits. */
export interface DropSource {
  readonly items: Iterable<DropItem>;
}

interface DropItem extends Pick<DataTransferItem, 'kind' | 'getAsFile' | 'webkitGetAsEntry'> {
  /** Exists in browsers with the File System Access API. */
  getAsFileSystemHandle?(): Promise<DroppedHandle | null>;
}

/** A dropped file or folder, taken from the event. */
interface Dropped {
  readonly found: File | FileSystemEntry;
  /** Nothing for files that need no handle. */
  readonly handle: Promise<DroppedHandle | null> | null | undefined;
}

/**
 * Reads the files of a drop, including those in folders at any depth. The `webkitRelativePath` of a file in a folder
 * begins with the dropped folder, as if the user had picked the folder.
 *
 * Call it inside the event handler. The browser clears the items when the handler returns, so this function reads
 * them all before its first `await`.
 */
export async function readDroppedFiles(source: DropSource): Promise<FoundFiles> {
  const dropped: Dropped[] = [];
  for (const item of source.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry?.();
    // Takes a plain file directly: its entry may be unreadable where the browser refuses entries.
    const found = entry?.isDirectory ? entry : (item.getAsFile() ?? entry);
    if (!found) continue;
    const isSmall = isPlainFile(found) && !isWorthAHandle(found);
    const handle = isSmall ? null : item.getAsFileSystemHandle?.().catch(() => null);
    dropped.push({ found, handle });
  }
  const read = await Promise.all(dropped.map(({ found }) => readFound(found)));
  const handles = new Map<File, FileHandle>();
  for (const [i, { files }] of read.entries()) {
    const found = await findHandles(await dropped[i]?.handle, files.filter(isWorthAHandle));
    for (const [file, handle] of found) handles.set(file, handle);
  }
  const { files, unreadable } = join(read);
  return foundFiles('drop', files, handles, unreadable);
}

/** Tells a file from an entry. `instanceof` does not know files of another window, such as a popup with a part of the page. */
function isPlainFile(found: File | FileSystemEntry): found is File {
  return 'size' in found;
}

/** A file of one part uploads too fast to be worth resuming. */
function isWorthAHandle({ size }: File): boolean {
  return size > S3_LIMITS.minPartSize;
}

/** How many entries are read at the same time. Reading thousands at once would block the page for seconds. */
const AT_ONCE = 50;

/** What one file or folder holds. */
type Read = Pick<FoundFiles, 'files' | 'unreadable'>;

async function readFound(found: File | FileSystemEntry): Promise<Read> {
  try {
    if (isPlainFile(found)) return { files: [found], unreadable: 0 };
    if (isFile(found)) {
      const file = await new Promise<File>((resolve, reject) => found.file(resolve, reject));
      // Browsers set this only for picked folders, and make it read-only.
      const value = found.fullPath.replace(/^\//, '');
      Object.defineProperty(file, 'webkitRelativePath', { value, enumerable: true });
      return { files: [file], unreadable: 0 };
    }
    if (isDirectory(found)) return await readDirectory(found);
  } catch {
    // The browser refused to read it, so it counts as unreadable.
  }
  return { files: [], unreadable: 1 };
}

/** `readEntries` returns a folder in pages (Chromium: 100 entries, then all others). An empty page is the end. */
async function readDirectory(directory: FileSystemDirectoryEntry): Promise<Read> {
  const reader = directory.createReader();
  const read: Read[] = [];
  for (;;) {
    const page = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (page.length === 0) return join(read);
    const wanted = page.filter(isWanted);
    for (let i = 0; i < wanted.length; i += AT_ONCE) {
      read.push(...(await Promise.all(wanted.slice(i, i + AT_ONCE).map(readFound))));
    }
  }
}

function join(read: readonly Read[]): Read {
  return {
    files: read.flatMap(({ files }) => files),
    unreadable: read.reduce((sum, { unreadable }) => sum + unreadable, 0),
  };
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
