/** The kinds of files that have an icon. */
export type PicturedKind = 'image' | 'video' | 'audio' | 'archive' | 'text' | 'file';

const ARCHIVES = /\.(zip|rar|7z|tar|t?gz|bz2|xz|zst)$/i;
const DOCUMENTS = /\.(pdf|docx?|odt|rtf|md|txt|csv|xlsx?|pptx?|json)$/i;

/** Chooses the icon of a file by its type, or else by its name. */
export function fileKind(name: string, type: string): PicturedKind {
  const [family] = type.split('/', 1);
  if (family === 'image' || family === 'video' || family === 'audio') return family;
  if (ARCHIVES.test(name)) return 'archive';
  if (family === 'text' || DOCUMENTS.test(name)) return 'text';
  return 'file';
}
