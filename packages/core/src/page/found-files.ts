import type { FileHandle } from '../ports/file-handle.ts';

/** How the user gave the files: by dropping, picking or pasting them. */
export type FileOrigin = 'drop' | 'pick' | 'paste';

/** The files that one source found, ready for `uploader.add`. */
export interface FoundFiles {
  /** How the user gave the files. */
  readonly source: FileOrigin;
  /**
   * The files in the order of the source. Those of folders are sorted by their paths. The `webkitRelativePath` of
   * such a file is its path, starting with the dropped or picked folder. Files that operating systems leave in folders,
   * such as `.DS_Store`, are left out.
   */
  readonly files: readonly File[];
  /**
   * Handles that reopen a file on a later visit, for `uploader.add`. Empty in browsers without the File System Access
   * API.
   */
  readonly handles: ReadonlyMap<File, FileHandle>;
  /** The number of files and folders that the browser failed to read. */
  readonly unreadable: number;
}

/** Files that operating systems leave in folders. Users do not mean to upload them. */
const SYSTEM_FILES: ReadonlySet<string> = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);

/** Whether a file or folder within a folder is to be read. */
export function isWanted({ name }: Pick<FileSystemEntry | File, 'name'>): boolean {
  return !SYSTEM_FILES.has(name);
}

/** What a source found. Most sources have no handles and read everything. */
export function foundFiles(
  source: FileOrigin,
  files: readonly File[],
  handles: ReadonlyMap<File, FileHandle> = new Map(),
  unreadable = 0,
): FoundFiles {
  return { source, files: sorted(files), handles, unreadable };
}

/** Sorts the files of folders by their paths, with `img2` before `img10`. Browsers list them in any order. */
function sorted(files: readonly File[]): readonly File[] {
  const inFolders = files.filter((file) => file.webkitRelativePath && isWanted(file));
  if (inFolders.length === 0) return files;
  const { compare } = new Intl.Collator(undefined, { numeric: true });
  inFolders.sort((one, other) => compare(one.webkitRelativePath, other.webkitRelativePath));
  // A file between two folders keeps its place.
  const next = inFolders.values();
  return files
    .filter((file) => !file.webkitRelativePath || isWanted(file))
    .map((file) => (file.webkitRelativePath ? (next.next().value ?? file) : file));
}
