/** Content of an element: text, child elements, or several elements of one name. */
export type XmlValue = string | number | boolean | undefined | XmlElement | readonly XmlValue[];

/** Child elements by name, in order; `@name` is an attribute. Undefined ones are left out. */
export interface XmlElement {
  readonly [name: string]: XmlValue;
}

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Writes a document in S3's namespace. Errors have none. */
export function xmlDocument(root: string, content: XmlValue, namespace = NAMESPACE): string {
  const attribute = namespace === '' ? '' : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${inside(content)}</${root}>`;
}

function children(content: XmlElement): string {
  return Object.entries(content)
    .map(([name, value]) => (name.startsWith('@') ? '' : element(name, value)))
    .join('');
}

function element(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  if (isList(value)) return value.map((item) => element(name, item)).join('');
  const attributes = typeof value !== 'object' ? '' : attributesOf(value);
  return `<${name}${attributes}>${inside(value)}</${name}>`;
}

function attributesOf(content: XmlElement): string {
  return Object.entries(content)
    .filter(([name]) => name.startsWith('@'))
    .map(([name, value]) => ` ${name.slice(1)}="${escapeText(String(value))}"`)
    .join('');
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

function escapeText(text: string): string {
  // Like S3, control characters become references, though XML 1.0 has no place for most of them.
  return text.replace(
    /[&<>"]|\p{Cc}/gu,
    (character) => ENTITIES[character] ?? `&#x${character.charCodeAt(0).toString(16)};`,
  );
}
