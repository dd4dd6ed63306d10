/** Headers that keep browsers from running an object on the bucket's origin. */
export interface SafeContentType {
  readonly contentType: string;
  /** `undefined` if browsers may show the object inline. */
  readonly contentDisposition: 'attachment' | undefined;
}

const FALLBACK = 'application/octet-stream';

const MIME_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;

/** Browsers show these types and run nothing in them. */
const INLINE =
  /^(?:text\/plain|image\/(?:png|jpeg|gif|webp|avif|bmp|apng)|(?:audio|video)\/[^+]+)$/;

/** Types that are stored unchanged, but always downloaded. */
const DOWNLOAD =
  /^(?:image\/(?!svg)[^+]+|(?:font|model|message)\/[^+]+|text\/(?:csv|markdown|calendar|vcard|tab-separated-values|rtf)|application\/(?:pdf|json|zip|gzip|x-7z-compressed|x-tar|x-bzip2|vnd\.rar|x-rar-compressed|rtf|msword|epub\+zip|wasm|vnd\.(?:ms-|openxmlformats-|oasis\.|apple\.)[^+]+))$/;

/**
 * The normal form of a type: in lower case, without parameters. `''` (unknown) for what is no type, such as a text with a
 * NUL.
 */
export function normalType(claimed: string): string {
  const type = (claimed.split(';', 1)[0] ?? '').trim().toLowerCase();
  return MIME_TYPE.test(type) ? type : '';
}

/**
 * Chooses the type to store. Harmless types stay. Types that browsers run (HTML, SVG, XML, scripts) and unknown
 * types become `application/octet-stream`. Parameters are dropped.
 */
export function safeContentType(claimed: string): SafeContentType {
  const type = normalType(claimed);
  if (INLINE.test(type)) return { contentType: type, contentDisposition: undefined };
  if (DOWNLOAD.test(type)) return { contentType: type, contentDisposition: 'attachment' };
  return { contentType: FALLBACK, contentDisposition: 'attachment' };
}
