import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { DIRECTORY_BUCKET } from '../bucket-name.ts';
import { S3Error } from '../s3-error.ts';
import { percentDecode, toWireValue } from './encoding.ts';
import type { RequestFields } from './request-fields.ts';

const MAX_KEY_BYTES = 1024;
/** Virtual-hosted style works with any name under `localhost`, because all of them resolve to this machine. */
const VIRTUAL_HOST = /^([a-z0-9][a-z0-9.-]*)\.localhost(?::\d+)?$/;

/** One request as S3 reads it. The target is decoded once and never normalised. */
export class S3Request implements RequestFields {
  readonly id = randomBytes(8).toString('hex').toUpperCase();
  readonly method: string;
  /** The path as sent, still percent-encoded. */
  readonly rawPath: string;
  readonly query: ReadonlyMap<string, string>;
  /** Decoded query parameters in the order sent. A name may appear twice. */
  readonly queryPairs: readonly (readonly [string, string])[];
  /** Names in lower case. Values are latin1, as on the wire. Repeated headers are joined by a comma. */
  readonly headers: ReadonlyMap<string, string>;
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  /** Whether it is signed in the query, so that `x-amz-*` headers may have been hoisted into it. */
  readonly presigned: boolean;

  constructor(incoming: Pick<IncomingMessage, 'method' | 'url' | 'rawHeaders'>) {
    this.method = incoming.method ?? 'GET';
    const target = originForm(incoming.url ?? '/');
    const question = target.indexOf('?');
    this.rawPath = question < 0 ? target : target.slice(0, question);
    this.headers = collectHeaders(incoming.rawHeaders);
    this.queryPairs = parseQuery(question < 0 ? '' : target.slice(question + 1));
    this.query = new Map(this.queryPairs);
    this.presigned = this.query.has('X-Amz-Signature') || this.query.has('X-Amz-Algorithm');

    const path = percentDecode(this.rawPath);
    const host = VIRTUAL_HOST.exec(this.headers.get('host') ?? '')?.[1];
    const slash = host === undefined ? path.indexOf('/', 1) : 0;
    const bucket = host ?? path.slice(1, slash < 0 ? undefined : slash);
    let key = slash < 0 ? '' : path.slice(slash + 1);
    // In path style, the AWS SDK adds a second slash after the name of a directory bucket.
    if (DIRECTORY_BUCKET.test(bucket) && key.startsWith('/')) key = key.slice(1);
    this.bucket = bucket === '' ? undefined : bucket;
    this.key = key === '' ? undefined : key;
  }

  header(name: string): string | undefined {
    return this.headers.get(name);
  }

  amzHeader(name: string): string | undefined {
    const sent = this.headers.get(name);
    if (sent !== undefined || !this.presigned) return sent;
    for (const [parameter, value] of this.queryPairs) {
      if (parameter.toLowerCase() === name) return toWireValue(name, value);
    }
    return undefined;
  }

  fieldNames(): Iterable<string> {
    if (!this.presigned) return this.headers.keys();
    const hoisted = this.queryPairs.map(([name]) => name.toLowerCase());
    return new Set([...this.headers.keys(), ...hoisted]);
  }

  /**
   * The object key of a request that needs one.
   *
   * @throws S3Error `KeyTooLongError` over 1,024 bytes; `InvalidURI` when dot segments lead above
   * the bucket, which S3 refuses although it otherwise keeps them as they are.
   */
  requireKey(): string {
    const key = this.key ?? '';
    const size = Buffer.byteLength(key);
    if (size > MAX_KEY_BYTES) {
      const details = { Size: size, MaxSizeAllowed: MAX_KEY_BYTES };
      throw new S3Error('KeyTooLongError', undefined, details);
    }
    let depth = 0;
    for (const segment of key.split('/')) {
      depth += segment === '..' ? -1 : segment === '.' || segment === '' ? 0 : 1;
      if (depth < 0) throw new S3Error('InvalidURI');
    }
    return key;
  }
}

/** Strips scheme and host from an absolute-form target, which HTTP/1.1 servers must accept. */
function originForm(url: string): string {
  if (url.startsWith('/')) return url;
  const absolute = /^https?:\/\/[^/?]*(.*)$/i.exec(url)?.[1];
  if (absolute === undefined) throw new S3Error('InvalidURI');
  return absolute.startsWith('/') ? absolute : `/${absolute}`;
}

function collectHeaders(rawHeaders: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? '').toLowerCase();
    const value = (rawHeaders[i + 1] ?? '').trim();
    const earlier = headers.get(name);
    headers.set(name, earlier === undefined ? value : `${earlier},${value}`);
  }
  return headers;
}

function parseQuery(query: string): (readonly [string, string])[] {
  const pieces = query.split('&').filter((piece) => piece !== '');
  return pieces.map((piece) => {
    const [name = '', ...value] = piece.split('=');
    return [decodeQueryPart(name), decodeQueryPart(value.join('='))];
  });
}

/** In a query, unlike in a path, S3 reads `+` as a space. */
function decodeQueryPart(text: string): string {
  return percentDecode(text.replaceAll('+', ' '));
}
