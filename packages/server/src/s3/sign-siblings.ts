import { createHash, createHmac } from 'node:crypto';
import { formatAddress, formatQuery, type SignedRequest } from './format-url.ts';

/** A request that the SDK has presigned. */
export interface PresignedRequest extends SignedRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What tells one request from its siblings. */
export interface Sibling {
  readonly partNumber: number;
  /** At least the signed ones, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A query as the SDK presigns it, around what differs from one sibling to the next. */
const QUERY = /^(.*&)X-Amz-Signature=\w+&(.*&partNumber=)\d+(.*)$/;

/**
 * Makes the function that presigns requests which differ from `first` in nothing but the part's number
 * and the values of signed headers, and answers their URLs. The text to sign is put together once, so
 * that each URL costs one hash and one HMAC: a fifth of what the SDK takes.
 *
 * `undefined` when this comes to another signature for `first` than the SDK did, as with SigV4A: then
 * the SDK has to sign them all.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function createSiblingSigner(
  first: PresignedRequest,
  secretAccessKey: string,
): ((sibling: Sibling) => string) | undefined {
  const { method, path, query = {} } = first;
  const [, head, middle, tail] = QUERY.exec(formatQuery(first)) ?? [];
  if (head === undefined) return undefined;
  const scope = String(query['X-Amz-Credential']).split('/').slice(-4);
  const key = signingKey(secretAccessKey, scope);
  const signedHeaders = String(query['X-Amz-SignedHeaders']);
  const names = signedHeaders.split(';');
  const preamble = `AWS4-HMAC-SHA256\n${query['X-Amz-Date']}\n${scope.join('/')}\n`;
  const address = formatAddress(first);

  const signatureOf = ({ partNumber, headers }: Sibling) => {
    let lines = '';
    for (const name of names) {
      const value = headers[name];
      if (value === undefined) throw new TypeError(`Part ${partNumber} has no header ${name}.`);
      lines += `${name}:${value}\n`;
    }
    const canonicalQuery = `${head}${middle}${partNumber}${tail}`;
    const canonical = `${method}\n${path}\n${canonicalQuery}\n${lines}\n${signedHeaders}\nUNSIGNED-PAYLOAD`;
    const hashed = createHash('sha256').update(canonical).digest('hex');
    return createHmac('sha256', key).update(`${preamble}${hashed}`).digest('hex');
  };

  const own = signatureOf({ partNumber: Number(query.partNumber), headers: first.headers });
  if (own !== query['X-Amz-Signature']) return undefined;
  return (sibling) =>
    `${address}?${head}X-Amz-Signature=${signatureOf(sibling)}&${middle}${sibling.partNumber}${tail}`;
}

/** Derives the key of one day, region and service. */
function signingKey(secretAccessKey: string, scope: readonly string[]): Buffer {
  let key = Buffer.from(`AWS4${secretAccessKey}`);
  for (const part of scope) key = createHmac('sha256', key).update(part).digest();
  return key;
}
