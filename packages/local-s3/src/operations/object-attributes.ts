import { S3Error } from '../http/s3-error.ts';
import type { S3Request } from '../http/s3-request.ts';
import type { ObjectAttributes } from '../storage/records.ts';

const MAX_METADATA_BYTES = 2048;
const METADATA_PREFIX = 'x-amz-meta-';
const KEPT_HEADERS = [
  'cache-control',
  'content-disposition',
  'content-language',
  'expires',
] as const;

/** Reads what a request says about an object besides its bytes. */
export function readObjectAttributes(request: S3Request): ObjectAttributes {
  const headers: Record<string, string> = {
    'content-type': request.header('content-type') ?? 'binary/octet-stream',
  };
  for (const name of KEPT_HEADERS) {
    const value = request.header(name);
    if (value !== undefined) headers[name] = value;
  }
  const encoding = contentEncoding(request.header('content-encoding'));
  if (encoding !== undefined) headers['content-encoding'] = encoding;
  return { headers: { ...headers, ...readMetadata(request) } };
}

/** `aws-chunked` is how the body travelled, not what the object is encoded in. */
function contentEncoding(value: string | undefined): string | undefined {
  const codings = value?.split(',').map((coding) => coding.trim());
  const kept = codings?.filter((coding) => coding !== 'aws-chunked' && coding !== '').join(',');
  return kept === '' ? undefined : kept;
}

function readMetadata(request: S3Request): Record<string, string> {
  const metadata: Record<string, string> = {};
  const names = new Set(request.headers.keys());
  if (request.presigned) for (const [name] of request.queryPairs) names.add(name.toLowerCase());
  let size = 0;
  for (const name of names) {
    if (!name.startsWith(METADATA_PREFIX)) continue;
    const value = request.amzHeader(name) ?? '';
    size += name.length - METADATA_PREFIX.length + value.length;
    metadata[name] = value;
  }
  if (size > MAX_METADATA_BYTES) {
    throw new S3Error('MetadataTooLarge', undefined, {
      Size: size,
      MaxSizeAllowed: MAX_METADATA_BYTES,
    });
  }
  return metadata;
}
