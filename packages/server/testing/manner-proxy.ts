import { once } from 'node:events';
import {
  createServer,
  request as forward,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { DeleteObjectCommand, ListPartsCommand, S3Client } from '@aws-sdk/client-s3';
import type { StoreName } from '../src/s3/store-profile.ts';

/** How a store differs from S3. */
export interface Manners {
  /** What `If-None-Match` does in a PUT, and in Complete. @defaultValue `obeyed` */
  readonly put?: 'obeyed' | 'ignored' | 'refused';
  readonly complete?: 'obeyed' | 'ignored' | 'refused';
  /** The status for requests with a checksum header of S3. @defaultValue none: they are verified */
  readonly checksums?: 400 | 501;
  /** How a PUT's ETag differs from the listed one. @defaultValue not at all */
  readonly etags?: 'without quotes' | 'weak' | 'upper case';
  /** Whether Complete refuses parts that differ in size. @defaultValue false */
  readonly equalParts?: boolean;
  /** Whether the store answers 501 to forms. @defaultValue false */
  readonly noForms?: boolean;
  /** Settings of the bucket that the store answers 501 to. @defaultValue none */
  readonly noSettings?: readonly ('cors' | 'lifecycle')[];
  /** What the store calls corrupted bytes. @defaultValue `BadDigest` */
  readonly badDigest?: string;
}

/** What the stores document, as far as uploads notice it. */
export const MANNERS = {
  minio: { noSettings: ['cors', 'lifecycle'], badDigest: 'XAmzContentChecksumMismatch' },
  r2: { equalParts: true, noForms: true },
  b2: {
    put: 'refused',
    complete: 'refused',
    checksums: 400,
    noForms: true,
    noSettings: ['lifecycle'],
  },
  gcs: {
    put: 'ignored',
    complete: 'ignored',
    checksums: 501,
    noForms: true,
    noSettings: ['cors', 'lifecycle'],
  },
  wasabi: {
    put: 'ignored',
    complete: 'ignored',
    checksums: 501,
    noSettings: ['cors', 'lifecycle'],
  },
  spaces: { complete: 'ignored', checksums: 501 },
  oss: {
    put: 'refused',
    complete: 'refused',
    checksums: 501,
    noForms: true,
    badDigest: 'InvalidDigest',
  },
  azure: {
    put: 'refused',
    complete: 'refused',
    checksums: 501,
    etags: 'without quotes',
    noForms: true,
    noSettings: ['cors', 'lifecycle'],
  },
} as const satisfies Partial<Record<StoreName, Manners>>;

/** The store behind a proxy. */
export interface ProxiedStore {
  readonly url: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const unknown = (header: string): Refusal => ({
  status: 501,
  code: 'NotImplemented',
  message: `A header you provided implies functionality that is not implemented</Message><Header>${header}</Header><Message>`,
});

const spell = {
  'without quotes': (etag: string) => etag.replaceAll('"', ''),
  weak: (etag: string) => `W/${etag}`,
  'upper case': (etag: string) => etag.toUpperCase(),
} as const;

/** A proxy in front of a store that follows S3 strictly. It gives the store the manners of another one. */
export async function startMannerProxy(store: ProxiedStore, manners: Manners) {
  const client = new S3Client({
    region: store.region,
    endpoint: store.url,
    forcePathStyle: true,
    credentials: store.credentials,
  });

  async function refusalOf(incoming: IncomingMessage): Promise<Refusal | undefined> {
    const { method = '', headers } = incoming;
    const { pathname, searchParams: query } = new URL(incoming.url ?? '/', store.url);
    const [Bucket = '', ...rest] = decodeURIComponent(pathname.slice(1)).split('/');
    const Key = rest.join('/');
    const isComplete = method === 'POST' && query.has('uploadId');
    for (const setting of manners.noSettings ?? []) {
      if (query.has(setting)) return unknown(setting);
    }
    if (manners.noForms && method === 'POST' && Key === '') return unknown('POST');
    const checksum = [...Object.keys(headers), ...query.keys()].find(
      (name) => name.startsWith('x-amz-checksum-') && name !== 'x-amz-checksum-mode',
    );
    if (checksum !== undefined && manners.checksums === 501) return unknown(checksum);
    if (checksum !== undefined && manners.checksums === 400) {
      const message = `Unsupported header '${checksum}' received for this API call.`;
      return { status: 400, code: 'InvalidArgument', message };
    }
    if (headers['if-none-match'] !== undefined) {
      const effect = isComplete ? manners.complete : manners.put;
      if (effect === 'refused') return unknown('If-None-Match');
      // The condition holds if there is no object, so the store seems to ignore it.
      if (effect === 'ignored') await client.send(new DeleteObjectCommand({ Bucket, Key }));
    }
    if (isComplete && manners.equalParts) {
      const UploadId = query.get('uploadId') ?? '';
      const { Parts = [] } = await client.send(new ListPartsCommand({ Bucket, Key, UploadId }));
      if (new Set(Parts.slice(0, -1).map(({ Size }) => Size)).size > 1) {
        const message = 'All non-trailing parts must have the same length.';
        return { status: 400, code: 'InvalidPart', message };
      }
    }
    return undefined;
  }

  async function pass(incoming: IncomingMessage, response: ServerResponse, body: Buffer) {
    const { method, headers, url = '/' } = incoming;
    const outgoing = forward(new URL(url, store.url), { method, headers });
    outgoing.end(body);
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk);
    let text = Buffer.concat(chunks);
    const { statusCode = 502, headers: answered } = answer;
    if (statusCode >= 400 && manners.badDigest) {
      text = Buffer.from(text.toString().replace('BadDigest', manners.badDigest));
    }
    const { etag, 'content-length': length, connection: _, ...others } = answered;
    const isPut = method === 'PUT' && etag !== undefined && manners.etags;
    response.writeHead(statusCode, {
      ...others,
      ...(etag !== undefined && { etag: isPut ? spell[manners.etags ?? 'weak'](etag) : etag }),
      ...(length !== undefined && { 'content-length': method === 'HEAD' ? length : text.length }),
    });
    response.end(text);
  }

  const server = createServer(async (incoming, response) => {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk);
      const refusal = await refusalOf(incoming);
      if (!refusal) return await pass(incoming, response, Buffer.concat(chunks));
      const { status, code, message } = refusal;
      response.writeHead(status, { 'content-type': 'application/xml' });
      response.end(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
    } catch {
      response.destroy();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      client.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
