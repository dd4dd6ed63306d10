import type { FileHandle } from '@slipway/core';
import { S3_LIMITS } from '@slipway/protocol';
import { findHandles } from './folder-handles.ts';

/** What came out of a drop. */
export interface DroppedFiles {
  /** In the order of the drop; the files of a folder in the order in which the browser lists them. */
  readonly files: readonly File[];
  /** What leads back to a file on another visit, where the browser gives it: to be handed to `uploader.add`. */
  readonly handles: ReadonlyMap<File, FileHandle>;
  /** Files and folders that the browser would not read. */
  readonly unreadable: number;
}

/** What a drop offers; a `DataTransfer` fits. */
export interface DropSource {
  readonly items: Iterable<DropItem>;
}

interface DropItem extends Pick<DataTransferItem, 'kind' | 'getAsFile' | 'webkitGetAsEntry'> {
  /** Of browsers with the File System Access API. */
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/** Left in folders by operating systems; nobody means to upload these. */
const SYSTEM_FILES: ReadonlySet<string> = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);

/**
 * Reads the files of a drop, those in folders too, at any depth. Those have a `webkitRelativePath` that begins with the
 * dropped folder, as if the folder had been browsed.
 *
 * Call it inside the event's handler: a browser takes the items away once the handler has returned,
 * so everything that needs them happens before the first wait.
 */
export async function readDroppedFiles(source: DropSource): Promise<DroppedFiles> {
  const dropped: (File | FileSystemEntry)[] = [];
  const asked = new Map<File | FileSystemEntry, Promise<FileSystemHandle | null>>();
  for (const item of source.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry?.();
    // A plain file is taken as it is: the detour over its entry would lose it where entries are refused.
    const found = entry?.isDirectory ? entry : (item.getAsFile() ?? entry);
    if (found) dropped.push(found);
    if (!found || !item.getAsFileSystemHandle) continue;
    if (found instanceof File && !isWorthAHandle(found)) continue;
    asked.set(
      found,
      item.getAsFileSystemHandle().catch(() => null),
    );
  }
  const read = await Promise.all(
    dropped.map((found) => (found instanceof File ? one(found) : readEntry(found))),
  );
  const handles = new Map<File, FileHandle>();
  for (const [i, found] of dropped.entries()) {
    const handle = await asked.get(found);
    if (!handle) continue;
    if (found instanceof File && isFileHandle(handle)) handles.set(found, handle);
    if (!isFolderHandle(handle)) continue;
    const large = read[i]?.files.filter(isWorthAHandle) ?? [];
    for (const [file, within] of await findHandles(handle, large)) handles.set(file, within);
  }
  return { ...join(read), handles };
}

/** What is sent in one part is over too soon to be gone on with. */
function isWorthAHandle({ size }: File): boolean {
  return size > S3_LIMITS.minPartSize;
}

/** What one file or folder of a drop comes to. */
type ReadFiles = Pick<DroppedFiles, 'files' | 'unreadable'>;

/** Entries whose files are asked for in one go: those of a folder of thousands would hold the page up for seconds. */
const AT_ONCE = 50;

async function readEntry(entry: FileSystemEntry): Promise<ReadFiles> {
  try {
    if (isFile(entry)) {
      const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
      // Browsers set it for a browsed folder only, and make it read-only.
      const value = entry.fullPath.replace(/^\//, '');
      return one(Object.defineProperty(file, 'webkitRelativePath', { value, enumerable: true }));
    }
    if (!isDirectory(entry)) return { files: [], unreadable: 1 };
    return await readDirectory(entry);
  } catch {
    return { files: [], unreadable: 1 };
  }
}

/** `readEntries` hands out a folder in pages (Chromium: 100 entries, then all others); an empty page is the end. */
async function readDirectory(directory: FileSystemDirectoryEntry): Promise<ReadFiles> {
  const reader = directory.createReader();
  const read: ReadFiles[] = [];
  for (;;) {
    const page = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (page.length === 0) return join(read);
    const wanted = page.filter(({ name }) => !SYSTEM_FILES.has(name));
    for (let i = 0; i < wanted.length; i += AT_ONCE) {
      read.push(...(await Promise.all(wanted.slice(i, i + AT_ONCE).map(readEntry))));
    }
  }
}

function one(file: File): ReadFiles {
  return { files: [file], unreadable: 0 };
}

function join(read: readonly ReadFiles[]): ReadFiles {
  return {
    files: read.flatMap(({ files }) => files),
    unreadable: read.reduce((sum, { unreadable }) => sum + unreadable, 0),
  };
}

function isFileHandle(handle: FileSystemHandle): handle is FileSystemFileHandle {
  return handle.kind === 'file';
}

function isFolderHandle(handle: FileSystemHandle): handle is FileSystemDirectoryHandle {
  return handle.kind === 'directory';
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
