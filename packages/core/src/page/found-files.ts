import type { FileHandle } from '../ports/file-handle.ts';

/** How the user gave the files: by dropping, picking or pasting them. */
export type FileOrigin = 'drop' | 'pick' | 'paste';

/** The files that one source found, ready for `uploader.add`. */
export interface FoundFiles {
  /** How the user gave the files. */
  readonly source: FileOrigin;
  /**
   * The files in the order of the source. Files of a folder are in the order in which the browser lists them. The
   * `webkitRelativePath` of such a file is its path, starting with the dropped or picked folder.
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

/** What a source found. Most sources have no handles and read everything. */
export function foundFiles(
  source: FileOrigin,
  files: readonly File[],
  handles: ReadonlyMap<File, FileHandle> = new Map(),
  unreadable = 0,
): FoundFiles {
  return { source, files, handles, unreadable };
}
