/** Kinds of files that have a picture of their own. */
export type PicturedKind = 'image' | 'video' | 'audio' | 'archive' | 'text' | 'file';

const ARCHIVES = /\.(zip|rar|7z|tar|t?gz|bz2|xz|zst)$/i;
const DOCUMENTS = /\.(pdf|docx?|odt|rtf|md|txt|csv|xlsx?|pptx?|json)$/i;

/** Which picture stands for a file, by its type, else by its name. */
export function fileKind(name: string, type: string): PicturedKind {
  const [family] = type.split('/', 1);
  if (family === 'image' || family === 'video' || family === 'audio') return family;
  if (ARCHIVES.test(name)) return 'archive';
  if (family === 'text' || DOCUMENTS.test(name)) return 'text';
  return 'file';
}
