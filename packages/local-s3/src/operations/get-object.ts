import { httpTime, type Reply } from '../http/reply.ts';
import { checksumHeader } from '../http/request-checksums.ts';
import { toWireValue } from '../http/wire-value.ts';
import { S3Error } from '../s3-error.ts';
import type { ObjectRecord } from '../storage/records.ts';
import { type ByteRange, parseRange } from './byte-range.ts';
import type { Call, Operation } from './call.ts';
import { checkReadKey } from './encryption.ts';
import { checkReadConditions } from './read-conditions.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export const getObject: Operation = async (call) => {
  const object = call.bucket.requireObject(call.key);
  const { headers, range, notModified } = describe(call, object);
  if (notModified) return { status: 304, headers };
  return {
    status: range === undefined ? 200 : 206,
    headers: { ...headers, ...responseOverrides(call) },
    body: call.bucket.openContent(object, range?.start, range?.end),
  };
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
export const headObject: Operation = async (call) => {
  const object = call.bucket.requireObject(call.key);
  const { headers, range, notModified } = describe(call, object);
  if (notModified) return { status: 304, headers };
  const size = range === undefined ? object.size : range.end - range.start;
  return {
    status: range === undefined ? 200 : 206,
    headers: { ...headers, ...responseOverrides(call), 'Content-Length': String(size) },
  };
};

function describe(
  call: Call,
  object: ObjectRecord,
): { headers: NonNullable<Reply['headers']>; range: ByteRange | undefined; notModified: boolean } {
  const headers: Record<string, string> = {
    ...object.attributes.headers,
    ETag: `"${object.etag}"`,
    'Last-Modified': httpTime(object.lastModifiedMs),
    'Accept-Ranges': 'bytes',
  };
  const { request } = call;
  checkReadKey(request, object.attributes);
  const { tags } = object.attributes;
  if (tags.length > 0) headers['x-amz-tagging-count'] = String(tags.length);
  if (checkReadConditions(request, object) === 'not-modified') {
    return { headers, range: undefined, notModified: true };
  }
  const partNumber = request.query.get('partNumber');
  const rangeHeader = request.header('range');
  if (partNumber !== undefined && rangeHeader !== undefined) {
    throw new S3Error(
      'InvalidRequest',
      'Cannot specify both Range header and partNumber query parameter',
    );
  }
  const range =
    partNumber === undefined ? parseRange(rangeHeader, object.size) : partRange(object, partNumber);
  if (range !== undefined) {
    headers['Content-Range'] = `bytes ${range.start}-${range.end - 1}/${object.size}`;
  }
  if (partNumber !== undefined && object.uploadId !== undefined) {
    headers['x-amz-mp-parts-count'] = String(object.parts.length);
  }
  if (request.amzHeader('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED') {
    const { algorithm, type } = object.checksum;
    const value = checksumOf(object, partNumber, range);
    if (value !== undefined) headers[checksumHeader(algorithm)] = value;
    headers['x-amz-checksum-type'] = type;
  }
  return { headers, range, notModified: false };
}

/** A checksum of the whole says nothing about a range; S3 gives one for a part only if COMPOSITE. */
function checksumOf(
  { checksum, parts }: ObjectRecord,
  partNumber: string | undefined,
  range: ByteRange | undefined,
): string | undefined {
  if (partNumber === undefined) return range === undefined ? checksum.value : undefined;
  if (checksum.type === 'COMPOSITE') return parts[Number(partNumber) - 1]?.checksum;
  return parts.length === 1 ? checksum.value : undefined;
}

function partRange(object: ObjectRecord, text: string): ByteRange {
  const partNumber = Number(text);
  if (!/^\d+$/.test(text) || partNumber < 1 || partNumber > 10_000) {
    throw new S3Error(
      'InvalidArgument',
      'Part number must be an integer between 1 and 10000, inclusive',
      { ArgumentName: 'partNumber', ArgumentValue: text },
    );
  }
  const before = object.parts.slice(0, partNumber - 1);
  const part = object.parts[partNumber - 1];
  if (part === undefined) throw new S3Error('InvalidPartNumber');
  const start = before.reduce((sum, { size }) => sum + size, 0);
  return { start, end: start + part.size };
}

const OVERRIDES = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
] as const;

/** `response-content-type` and its like replace what the object has. */
function responseOverrides(call: Call): Record<string, string> {
  const overrides: Record<string, string> = {};
  for (const name of OVERRIDES) {
    const value = call.request.query.get(`response-${name}`);
    if (value !== undefined) overrides[name] = toWireValue(`response-${name}`, value);
  }
  return overrides;
}
