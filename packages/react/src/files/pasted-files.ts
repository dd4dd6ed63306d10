import { type FoundFiles, foundFiles } from '@slipway/core';
import type { FileSource } from './file-source.ts';

/**
 * Finds the files on the clipboard, such as screenshots. If the clipboard also holds text, the user pastes the text:
 * a spreadsheet copies cells as text and adds a picture of them.
 */
export const readPastedFiles: FileSource<DataTransfer, FoundFiles> = ({ types, files }) =>
  foundFiles('paste', types.includes('text/plain') ? [] : Array.from(files));
