/** Subtypes of MIME types that are extensions as well: `png`, `svg+xml`, `webm;codecs=vp9`. */
const EXTENSION = /\/(\w{2,4})(?=$|;|\+xml)/;

/**
 * Gives a file without a name the one that form data gives it, `blob`, with the extension of its type
 * where that can be told. Named files are answered as they are.
 *
 * @see https://xhr.spec.whatwg.org/#create-an-entry
 */
export function nameFile(file: Blob & Partial<Pick<File, 'name' | 'lastModified'>>): File {
  if (file.name) return file as File;
  const { type, lastModified = 0 } = file; // The same at each page, so that its upload can be resumed.
  const [, extension] = EXTENSION.exec(type) ?? [];
  return new File([file], extension ? `blob.${extension}` : 'blob', { type, lastModified });
}
