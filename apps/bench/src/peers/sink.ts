import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A storage that costs as little as possible. It speaks the part of S3 that uploaders need, keeps sizes and
 * checksums, and discards the bytes. It checks nothing, so the benchmark measures the browser.
 *
 * Prints `ready: URL`.
 */
interface Part {
  readonly size: number;
  readonly etag: string;
  readonly checksum: Checksum | undefined;
}

/** A checksum as it was sent, by the name of its algorithm. */
type Checksum = readonly [algorithm: string, value: string];

interface Stored {
  readonly metadata: Readonly<Record<string, string>>;
  readonly size: number;
  readonly etag: string;
  readonly checksum: Checksum | undefined;
}

interface Upload {
  readonly metadata: Readonly<Record<string, string>>;
  readonly parts: Map<number, Part>;
}

const ALGORITHMS = ['CRC64NVME', 'SHA256'];
const uploads = new Map<string, Upload>();
const objects = new Map<string, Stored>();
let count = 0;
/** Returns a new number each time. */
const next = () => {
  count += 1;
  return count;
};

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://sink');
  const uploadId = query.get('uploadId') ?? '';
  const upload = uploads.get(uploadId);
  const operation = `${request.method} ${query.has('uploads') ? 'uploads' : uploadId && 'upload'}`;
  switch (operation) {
    case 'OPTIONS ':
    case 'OPTIONS upload':
    case 'OPTIONS uploads': {
      response.setHeader('Access-Control-Allow-Methods', 'GET, PUT, POST, DELETE, HEAD');
      const asked = request.headers['access-control-request-headers'];
      if (asked) response.setHeader('Access-Control-Allow-Headers', asked);
      response.setHeader('Access-Control-Max-Age', '3000');
      response.writeHead(204).end();
      return;
    }
    case 'POST uploads': {
      await sizeOf(request);
      const id = `upload-${next()}`;
      uploads.set(id, { metadata: metadataOf(request.headers), parts: new Map() });
      xml(
        response,
        `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
      );
      return;
    }
    case 'PUT upload': {
      const size = await sizeOf(request);
      if (!upload) return notFound(response);
      const etag = nextEtag();
      const checksum = checksumOf(request.headers);
      upload.parts.set(Number(query.get('partNumber')), { size, etag, checksum });
      response.writeHead(200, { ETag: etag }).end();
      return;
    }
    case 'GET upload': {
      if (!upload) return notFound(response);
      xml(response, listParts(upload, Number(query.get('part-number-marker') ?? 0)));
      return;
    }
    case 'POST upload': {
      await sizeOf(request);
      if (!upload) return notFound(response);
      const sizes = [...upload.parts.values()].map(({ size }) => size);
      const checksum = checksumOf(request.headers);
      const etag = nextEtag();
      objects.set(pathname, {
        metadata: upload.metadata,
        size: sizes.reduce((sum, size) => sum + size, 0),
        etag,
        checksum,
      });
      uploads.delete(uploadId);
      xml(
        response,
        `<CompleteMultipartUploadResult><Location>${pathname}</Location><Key>${pathname}</Key><ETag>${escapeQuotes(etag)}</ETag></CompleteMultipartUploadResult>`,
      );
      return;
    }
    case 'DELETE upload':
      uploads.delete(uploadId);
      response.writeHead(204).end();
      return;
    case 'PUT ': {
      const metadata = { ...metadataOf(request.headers), ...metadataOf(Object.fromEntries(query)) };
      const size = await sizeOf(request);
      const etag = nextEtag();
      objects.set(pathname, { metadata, size, etag, checksum: checksumOf(request.headers) });
      response.writeHead(200, { ETag: etag }).end();
      return;
    }
    case 'POST ':
      await takeForm(request, response, pathname);
      return;
    case 'HEAD ': {
      const object = objects.get(pathname);
      if (!object) return notFound(response);
      const metadata = Object.entries(object.metadata).map(([name, value]) => [
        `x-amz-meta-${name}`,
        value,
      ]);
      response.writeHead(200, {
        ETag: object.etag,
        'Content-Length': object.size,
        ...(object.checksum && { [headerOf(object.checksum[0])]: object.checksum[1] }),
        ...Object.fromEntries(metadata),
      });
      response.end();
      return;
    }
    default:
      notFound(response);
  }
}

/** A form is small enough to keep in memory. */
async function takeForm(
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const form = await new Response(Buffer.concat(chunks), {
    headers: { 'Content-Type': request.headers['content-type'] ?? '' },
  }).formData();
  const fields = Object.fromEntries([...form].filter(([, value]) => typeof value === 'string'));
  const file = form.get('file');
  const etag = nextEtag();
  const key = String(fields.key).split('/').map(encodeURIComponent).join('/');
  objects.set(`${pathname.replace(/\/$/, '')}/${key}`, {
    metadata: metadataOf(fields as Record<string, string>),
    size: file instanceof Blob ? file.size : 0,
    etag,
    checksum: checksumOf(fields),
  });
  response.writeHead(204, { ETag: etag }).end();
}

async function sizeOf(request: IncomingMessage): Promise<number> {
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
  });
  await new Promise((resolve, reject) => request.once('end', resolve).once('error', reject));
  return size;
}

function listParts({ parts }: Upload, after: number): string {
  const rest = [...parts].filter(([number]) => number > after).sort(([a], [b]) => a - b);
  const page = rest.slice(0, 1_000);
  const listed = page.map(
    ([number, { size, etag, checksum }]) =>
      `<Part><PartNumber>${number}</PartNumber><ETag>${escapeQuotes(etag)}</ETag><Size>${size}</Size>${
        checksum ? `<Checksum${checksum[0]}>${checksum[1]}</Checksum${checksum[0]}>` : ''
      }</Part>`,
  );
  const last = page.at(-1)?.[0] ?? 0;
  return `<ListPartsResult><IsTruncated>${rest.length > page.length}</IsTruncated><NextPartNumberMarker>${last}</NextPartNumberMarker>${listed.join('')}</ListPartsResult>`;
}

function metadataOf(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith('x-amz-meta-') ? [[name.slice('x-amz-meta-'.length), String(value)]] : [],
    ),
  );
}

/** The checksum among the headers of a request, or among the fields of a form. */
function checksumOf(fields: Readonly<Record<string, unknown>>): Checksum | undefined {
  const algorithm = ALGORITHMS.find((name) => fields[headerOf(name)] !== undefined);
  return algorithm === undefined ? undefined : [algorithm, String(fields[headerOf(algorithm)])];
}

function headerOf(algorithm: string): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

function nextEtag(): string {
  return `"${next().toString(16).padStart(32, '0')}"`;
}

function escapeQuotes(text: string): string {
  return text.replaceAll('"', '&quot;');
}

function xml(response: ServerResponse, document: string): void {
  response.writeHead(200, { 'Content-Type': 'application/xml' });
  response.end(`<?xml version="1.0" encoding="UTF-8"?>${document}`);
}

function notFound(response: ServerResponse): void {
  response.writeHead(404, { 'Content-Type': 'application/xml' });
  response.end('<?xml version="1.0" encoding="UTF-8"?><Error><Code>NoSuchUpload</Code></Error>');
}

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const { origin } = request.headers;
  if (origin) {
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    response.setHeader('Access-Control-Expose-Headers', 'ETag');
    response.setHeader('Vary', 'Origin');
  }
  answer(request, response).catch(() => request.socket.destroy());
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(`ready: http://127.0.0.1:${port}`);
});
