/** Aliases of MIME types, without the prefixes `x-` and `vnd.`. */
const ALIASES: Readonly<Record<string, string>> = {
  'application/rar-compressed': 'application/rar',
  'application/zip-compressed': 'application/zip',
  'audio/m4a': 'audio/mp4',
  'audio/mp3': 'audio/mpeg',
  'audio/opus': 'audio/ogg',
  'audio/wave': 'audio/wav',
  'image/apng': 'image/png',
  'image/heic-sequence': 'image/heic',
  'image/heif': 'image/heic',
  'image/heif-sequence': 'image/heic',
  'image/jpg': 'image/jpeg',
  'image/microsoft.icon': 'image/icon',
  'image/ms-bmp': 'image/bmp',
  'image/pjpeg': 'image/jpeg',
  'text/rtf': 'application/rtf',
  'video/m4v': 'video/mp4',
  'video/mp1s': 'video/mpeg',
  'video/mp2p': 'video/mpeg',
  'video/msvideo': 'video/avi',
};

/** Aliases of extensions. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  aiff: 'aif',
  apng: 'png',
  heif: 'heic',
  jfif: 'jpg',
  jpe: 'jpg',
  jpeg: 'jpg',
  m4a: 'mp4',
  m4v: 'mp4',
  mov: 'mp4',
  mpeg: 'mpg',
  oga: 'ogg',
  ogv: 'ogg',
  opus: 'ogg',
  'tar.gz': 'gz',
  tgz: 'gz',
  tiff: 'tif',
};

/** The canonical name of a type: lower case, without parameters. */
export function canonicalType(type: string): string {
  const essence = (type.split(';', 1)[0] ?? '').trim().toLowerCase();
  const plain = essence.replace(/\/(?:x-|vnd\.)/, '/');
  return ALIASES[plain] ?? plain;
}

/** The canonical extension of a file name, without its dot. `''` if the name has none. */
export function canonicalExtension(name: string): string {
  const [, extension = ''] = /\.([^./\\]+)$/.exec(name.toLowerCase()) ?? [];
  return EXTENSIONS[extension] ?? extension;
}

/** Container formats and the types built on them. A container's signature contradicts none of these types. */
const CONTAINERS: readonly (readonly [container: string, content: RegExp])[] = [
  [
    'application/zip',
    /^application\/(?:.*\+zip|openxmlformats-.*|oasis\.opendocument\..*|ms-.*\.12|java-archive|android\.package-archive|xpinstall|visio)$|^model\/3mf$/,
  ],
  ['application/cfb', /^application\/(?:ms.*|visio)$/],
  ['application/rtf', /^application\/msword$/],
  ['application/gzip', /^application\/(?:.*\+gzip|tar|compressed-tar|gtar)$/],
  ['application/xml', /^(?:text\/.*|application\/(?:xml-.*)|.*\+xml)$/],
  ['application/ogg', /^(?:audio|video)\/ogg$/],
];

/** Whether `container` is the container format of `content`. */
export function isContainerOf(container: string, content: string): boolean {
  return CONTAINERS.some(([name, pattern]) => name === container && pattern.test(content));
}

/** Whether other formats are built on this one. */
export function isContainer(type: string): boolean {
  return CONTAINERS.some(([name]) => name === type);
}
