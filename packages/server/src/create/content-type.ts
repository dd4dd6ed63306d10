/** How an object is stored so that no browser runs it in the bucket's name. */
export interface SafeContentType {
  readonly contentType: string;
  /** `undefined` where the object may be shown inline. */
  readonly contentDisposition: 'attachment' | undefined;
}

const FALLBACK = 'application/octet-stream';

const MIME_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;

/** Browsers show these and run nothing in them. */
const INLINE =
  /^(?:text\/plain|image\/(?:png|jpeg|gif|webp|avif|bmp|apng)|(?:audio|video)\/[^+]+)$/;

/** Kept as they are, but always downloaded. */
const DOWNLOAD =
  /^(?:image\/(?!svg)[^+]+|(?:font|model|message)\/[^+]+|text\/(?:csv|markdown|calendar|vcard|tab-separated-values|rtf)|application\/(?:pdf|json|zip|gzip|x-7z-compressed|x-tar|x-bzip2|vnd\.rar|x-rar-compressed|rtf|msword|epub\+zip|wasm|vnd\.(?:ms-|openxmlformats-|oasis\.|apple\.)[^+]+))$/;

/**
 * What to store for the type a browser claims: known harmless types are kept, everything that a
 * browser would run or that nobody knows (HTML, SVG, XML, scripts) becomes `application/octet-stream`.
 * Parameters are dropped.
 */
export function safeContentType(claimed: string): SafeContentType {
  const type = (claimed.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (MIME_TYPE.test(type)) {
    if (INLINE.test(type)) return { contentType: type, contentDisposition: undefined };
    if (DOWNLOAD.test(type)) return { contentType: type, contentDisposition: 'attachment' };
  }
  return { contentType: FALLBACK, contentDisposition: 'attachment' };
}
