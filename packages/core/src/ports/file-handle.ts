/**
 * Gives access to a file again after a reload. `FileSystemFileHandle` of the File System Access API is one. Browsers
 * return it from `showOpenFilePicker()`, and from `item.getAsFileSystemHandle()` for a drop.
 */
export interface FileHandle {
  /** @throws DOMException when the file is gone, or the page may not read it */
  getFile(): Promise<File>;
  /** Prompts the user for permission, unless they gave it before. Browsers require a click. */
  requestPermission?(descriptor: { readonly mode: 'read' }): Promise<PermissionState>;
}
