import { S3Error } from '../s3-error.ts';

const MAX_DEPTH = 16;
const MAX_ELEMENTS = 100_000;
const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

/** An element of a request document. S3's documents have no attributes or mixed content worth keeping. */
export interface XmlNode {
  /** Without its namespace prefix. */
  readonly name: string;
  readonly children: readonly XmlNode[];
  readonly text: string;
}

interface OpenNode {
  readonly name: string;
  readonly children: XmlNode[];
  text: string;
}

// A comment or declaration; an end tag; a start tag with attributes; or text up to the next tag.
const TOKEN =
  /<\?xml[^>]*\?>|<!--(?:(?!--)[\s\S])*-->|<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;

/**
 * Reads a small XML document strictly. It rejects DOCTYPE, CDATA, processing instructions and all entities except the
 * five of XML, because these could make a document grow.
 *
 * @throws S3Error `MalformedXML`.
 */
export function parseXml(document: string): XmlNode {
  const source = document.replace(/^\ufeff/, '').trim();
  const stack: OpenNode[] = [{ name: '', children: [], text: '' }];
  let elements = 0;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const token = TOKEN.exec(source);
    if (token === null) throw new S3Error('MalformedXML');
    const [, endTag, startTag, , selfClosing, text] = token;
    const parent = stack.at(-1);
    if (parent === undefined) throw new S3Error('MalformedXML');
    if (text !== undefined) {
      if (stack.length === 1 && text.trim() !== '') throw new S3Error('MalformedXML');
      parent.text += unescapeText(text);
    } else if (startTag !== undefined) {
      elements += 1;
      if (elements > MAX_ELEMENTS || stack.length > MAX_DEPTH) throw new S3Error('MalformedXML');
      const node: OpenNode = { name: startTag, children: [], text: '' };
      if (selfClosing === '/') parent.children.push(close(node));
      else stack.push(node);
    } else if (endTag !== undefined) {
      const outer = stack.at(-2);
      if (outer === undefined || parent.name !== endTag) throw new S3Error('MalformedXML');
      stack.pop();
      outer.children.push(close(parent));
    }
  }
  const [root, ...others] = stack[0]?.children ?? [];
  if (stack.length !== 1 || root === undefined || others.length > 0)
    throw new S3Error('MalformedXML');
  return root;
}

function close(node: OpenNode): XmlNode {
  const name = node.name.slice(node.name.indexOf(':') + 1);
  // White space around child elements is layout, not content.
  return { name, children: node.children, text: node.children.length > 0 ? '' : node.text };
}

function unescapeText(text: string): string {
  return text.replace(/&([^;]{0,10};?)/g, (_, reference: string) => {
    const named = reference.endsWith(';') ? ENTITIES[reference.slice(0, -1)] : undefined;
    if (named !== undefined) return named;
    const numeric = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}));$/.exec(reference);
    const code = numeric?.[1]
      ? Number.parseInt(numeric[1], 16)
      : Number(numeric?.[2] ?? Number.NaN);
    if (!(code > 0 && code <= 0x10ffff) || (code >= 0xd800 && code <= 0xdfff)) {
      throw new S3Error('MalformedXML');
    }
    return String.fromCodePoint(code);
  });
}

/** The trimmed text of the only child with that name. Undefined if there is none. */
export function childText(node: XmlNode, name: string): string | undefined {
  return child(node, name)?.text.trim();
}

/** The only child with that name. @throws S3Error `MalformedXML` if there are several. */
export function child(node: XmlNode, name: string): XmlNode | undefined {
  const [first, ...others] = childrenOf(node, name);
  if (others.length > 0) throw new S3Error('MalformedXML');
  return first;
}

export function childrenOf(node: XmlNode, name: string): readonly XmlNode[] {
  return node.children.filter((candidate) => candidate.name === name);
}

/** The root, if it has the expected name. @throws S3Error `MalformedXML`. */
export function parseDocument(document: string, root: string): XmlNode {
  const node = parseXml(document);
  if (node.name !== root) throw new S3Error('MalformedXML');
  return node;
}
