import { type FoundFiles, foundFiles } from '@slipway/core';
import type { FileSource } from './file-source.ts';

/**
 * Finds the files on the clipboard, such as screenshots and copies from a file manager. If the clipboard also holds text, the
 * user pastes the text: a spreadsheet copies cells as text and adds a picture of them. File managers add the names of the
 * copied files, which is no text to paste.
 */
export const readPastedFiles: FileSource<DataTransfer, FoundFiles> = (clipboard) => {
  const files = Array.from(clipboard.files);
  const lines = clipboard.getData('text/plain').split(/\r?\n/).filter(Boolean);
  const areNames = lines.every((line) => files.some(({ name }) => endsWithName(line, name)));
  return foundFiles('paste', areNames ? files : []);
};

/** Whether a text is a file's name, or its path or address. */
function endsWithName(line: string, name: string): boolean {
  return [name, encodeURIComponent(name)].some(
    (end) => line === end || line.endsWith(`/${end}`) || line.endsWith(`\\${end}`),
  );
}
