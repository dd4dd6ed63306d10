import { createHash, createHmac } from 'node:crypto';
import { formatAddress, formatQuery, type SignedRequest } from './format-url.ts';

/** A request that the SDK has presigned. */
export interface PresignedRequest extends SignedRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What differs between sibling requests. */
export interface Sibling {
  readonly partNumber: number;
  /** At least the signed headers, with names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The SDK's presigned query. The groups are the text around the fields that differ between siblings. */
const QUERY = /^(.*&)X-Amz-Signature=\w+&(.*&partNumber=)\d+(.*)$/;

/**
 * Creates a function that presigns requests which differ from `first` only in the part number and the values of
 * signed headers. The function returns their URLs. It assembles the text to sign once. Each URL then costs one hash
 * and one HMAC, a fifth of the SDK's time.
 *
 * Returns `undefined` if its own signature for `first` differs from the SDK's, as with SigV4A. Then the SDK has to
 * sign all of them.
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

/** Derives the signing key for one day, region and service. */
function signingKey(secretAccessKey: string, scope: readonly string[]): Buffer {
  let key = Buffer.from(`AWS4${secretAccessKey}`);
  for (const part of scope) key = createHmac('sha256', key).update(part).digest();
  return key;
}
