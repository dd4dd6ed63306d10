import { createHash, createHmac } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';

/** The server, and the key that signs. */
export interface RawTarget {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

/** A request that is sent exactly as written: no client normalises it, retries it or adds headers. */
export interface RawRequest {
  readonly method: string;
  /** Percent-encoded, with a leading slash. Sent unchanged. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** @defaultValue header */
  readonly sign?: 'header' | 'query' | 'none';
  /** Headers to send but not to sign. */
  readonly unsignedHeaders?: Readonly<Record<string, string>>;
  /** Headers to sign but not to send. */
  readonly unsentHeaders?: Readonly<Record<string, string>>;
  /** Parameters to change after signing. `undefined` removes a parameter. */
  readonly tamper?: Readonly<Record<string, string | undefined>>;
  readonly date?: Date;
  readonly expiresSeconds?: number | string;
  readonly region?: string;
  readonly service?: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  /** The value of x-amz-content-sha256. @defaultValue the digest of the body, or UNSIGNED-PAYLOAD in the query form */
  readonly payloadHash?: string;
}

/** A complete response. */
export interface RawResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The `<Code>` of an error document, or an empty string. */
  readonly code: string;
}

/** The parts of a signature, which the signatures of chunks need. */
export interface SignedParts {
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly signature: string;
  readonly timestamp: string;
  readonly scope: string;
  readonly key: Buffer;
}

const encode = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
const hmac = (key: string | Buffer, text: string) =>
  createHmac('sha256', key).update(text).digest();

/** SHA-256 in hex. */
export const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');

/** Signs according to the SigV4 documentation, with other code than the server's. */
export function signRaw(target: RawTarget, raw: RawRequest): SignedParts {
  const { sign = 'header', region = target.region, service = 's3' } = raw;
  const timestamp = (raw.date ?? new Date()).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${timestamp.slice(0, 8)}/${region}/${service}/aws4_request`;
  const accessKeyId = raw.accessKeyId ?? target.accessKeyId;
  const payloadHash =
    raw.payloadHash ?? (sign === 'query' ? 'UNSIGNED-PAYLOAD' : sha256(raw.body ?? ''));
  const headers: Record<string, string> = { host: new URL(target.endpoint).host, ...raw.headers };
  const query: Record<string, string> = { ...raw.query };
  if (sign === 'header') {
    headers['x-amz-date'] = timestamp;
    headers['x-amz-content-sha256'] = payloadHash;
  }
  const toSign: Record<string, string> = { ...headers, ...raw.unsentHeaders };
  const names = Object.keys(toSign)
    .map((name) => name.toLowerCase())
    .sort();
  if (sign === 'query') {
    query['X-Amz-Algorithm'] = 'AWS4-HMAC-SHA256';
    query['X-Amz-Credential'] = `${accessKeyId}/${scope}`;
    query['X-Amz-Date'] = timestamp;
    query['X-Amz-Expires'] = String(raw.expiresSeconds ?? 300);
    query['X-Amz-SignedHeaders'] = names.join(';');
  }
  const canonicalQuery = Object.entries(query)
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const lowerCased = Object.fromEntries(
    Object.entries(toSign).map(([name, value]) => [name.toLowerCase(), value.trim()]),
  );
  const canonicalHeaders = names.map((name) => `${name}:${lowerCased[name]}\n`).join('');
  const canonical = [
    raw.method,
    raw.path,
    canonicalQuery,
    canonicalHeaders,
    names.join(';'),
    payloadHash,
  ].join('\n');
  let key = hmac(`AWS4${raw.secretAccessKey ?? target.secretAccessKey}`, timestamp.slice(0, 8));
  for (const step of [region, service, 'aws4_request']) key = hmac(key, step);
  const stringToSign = ['AWS4-HMAC-SHA256', timestamp, scope, sha256(canonical)].join('\n');
  const signature = hmac(key, stringToSign).toString('hex');
  if (sign === 'query') query['X-Amz-Signature'] = signature;
  if (sign === 'header') {
    headers.authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  }
  return { query, headers, signature, timestamp, scope, key };
}

/** Signs a request and sends it. */
export function sendRaw(target: RawTarget, raw: RawRequest): Promise<RawResponse> {
  const signed = signRaw(target, raw);
  const query: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...signed.query, ...raw.tamper })) {
    if (value !== undefined) query[name] = value;
  }
  return sendSigned(target, raw, { ...signed, query }, raw.body);
}

/** Sends an already signed request with this body. */
export function sendSigned(
  target: RawTarget,
  raw: Pick<RawRequest, 'method' | 'path' | 'unsignedHeaders'>,
  signed: Pick<SignedParts, 'query' | 'headers'>,
  body: string | Buffer | undefined,
): Promise<RawResponse> {
  const url = new URL(target.endpoint);
  const query = Object.entries(signed.query)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
  const headers: Record<string, string> = { ...signed.headers, ...raw.unsignedHeaders };
  const length = body === undefined ? 0 : Buffer.byteLength(body);
  const named = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  if (!named.has('content-length') && !named.has('transfer-encoding') && raw.method !== 'GET') {
    headers['content-length'] = String(length);
  }
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: url.hostname,
        port: url.port,
        method: raw.method,
        path: query === '' ? raw.path : `${raw.path}?${query}`,
        headers,
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const code = /<Code>([^<]*)<\/Code>/.exec(text)?.[1] ?? '';
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, code });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
