/**
 * Files on the clipboard, screenshots among them. Text is nobody's file: where there is some, as when cells
 * are copied out of a spreadsheet with a picture of them, the paste is not meant for an upload.
 */
export function readPastedFiles(clipboard: DataTransfer | null): readonly File[] {
  if (!clipboard || clipboard.types.includes('text/plain')) return [];
  return Array.from(clipboard.files);
}
