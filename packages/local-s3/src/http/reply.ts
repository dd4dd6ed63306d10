import type { ObjectContent } from '../storage/object-content.ts';
import { type XmlValue, xmlDocument } from '../xml/write.ts';

/** An operation's response, without the headers of every response. */
export interface Reply {
  readonly status: number;
  /** Values as on the wire (latin1). Undefined ones are not sent. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string | ObjectContent;
}

/** A 200 with an XML document. */
export function xmlReply(root: string, content: XmlValue, headers: Reply['headers'] = {}): Reply {
  return {
    status: 200,
    headers: { 'Content-Type': 'application/xml', ...headers },
    body: xmlDocument(root, content),
  };
}
