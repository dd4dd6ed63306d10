/** Matches MIME subtypes that also serve as extensions: `png`, `svg+xml`, `webm;codecs=vp9`. */
const EXTENSION = /\/(\w{2,4})(?=$|;|\+xml)/;

/**
 * Names a file that has no name. The name is `blob`, as in form data, with the extension of the file's type if it is
 * known. Returns named files unchanged.
 *
 * @see https://xhr.spec.whatwg.org/#create-an-entry
 */
export function nameFile(file: Blob & Partial<Pick<File, 'name' | 'lastModified'>>): File {
  if (file.name) return file as File;
  const { type, lastModified = 0 } = file; // A constant date, so that a later page finds the session again.
  const [, extension] = EXTENSION.exec(type) ?? [];
  return new File([file], extension ? `blob.${extension}` : 'blob', { type, lastModified });
}
