/** Content of an element: text, child elements, or several elements of one name. */
export type XmlValue = string | number | boolean | undefined | XmlElement | readonly XmlValue[];

/** Child elements by name, in order. `@name` is an attribute. Undefined ones are left out. */
export interface XmlElement {
  readonly [name: string]: XmlValue;
}

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Writes a document in S3's namespace. Errors have none. */
export function xmlDocument(root: string, content: XmlValue, namespace = NAMESPACE): string {
  const declaration = namespace === '' ? '' : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${declaration}>${inside(content)}</${root}>`;
}

function element(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  if (isList(value)) return value.map((item) => element(name, item)).join('');
  if (typeof value !== 'object') return `<${name}>${escapeText(String(value))}</${name}>`;
  let attributes = '';
  for (const child in value) {
    if (child.startsWith('@'))
      attributes += ` ${child.slice(1)}="${escapeText(String(value[child]))}"`;
  }
  return `<${name}${attributes}>${children(value)}</${name}>`;
}

function children(content: XmlElement): string {
  let written = '';
  for (const name in content) {
    if (!name.startsWith('@')) written += element(name, content[name]);
  }
  return written;
}

function inside(value: XmlValue): string {
  if (value === undefined || isList(value)) return '';
  return typeof value === 'object' ? children(value) : escapeText(String(value));
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '\t',
  '\n': '\n',
};

/** Characters to escape. This test saves most texts, such as keys and times, from being copied. */
const SPECIAL = /[&<>"]|\p{Cc}/u;

function escapeText(text: string): string {
  if (!SPECIAL.test(text)) return text;
  // Like S3, write control characters as references, although XML 1.0 forbids most of them.
  return text.replace(
    /[&<>"]|\p{Cc}/gu,
    (character) => ENTITIES[character] ?? `&#x${character.charCodeAt(0).toString(16)};`,
  );
}
