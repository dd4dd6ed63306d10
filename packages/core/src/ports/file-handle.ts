/**
 * A way back to a file after a reload, as browsers with the File System Access API have it: their
 * `FileSystemFileHandle` is one. It comes from `showOpenFilePicker()`, or from a drop by
 * `item.getAsFileSystemHandle()`.
 */
export interface FileHandle {
  /** @throws DOMException when the file is gone, or may not be read */
  getFile(): Promise<File>;
  /** Asks the user, unless they agreed before: needs a click. */
  requestPermission?(descriptor: { readonly mode: 'read' }): Promise<PermissionState>;
}
