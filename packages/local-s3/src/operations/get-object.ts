import { toWireValue } from '../http/encoding.ts';
import type { Reply } from '../http/reply.ts';
import { checksumHeader } from '../http/request-checksums.ts';
import { invalidRequest, S3Error } from '../s3-error.ts';
import type { ObjectRecord } from '../storage/records.ts';
import type { Call, Operation } from './call.ts';
import { checkReadConditions } from './conditions.ts';
import { checkReadKey } from './encryption.ts';
import { readPartNumber } from './upload-part.ts';

/** Bytes from `start` up to but not including `end`. */
interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export const getObject: Operation = async (call) => {
  const { object, reply, range } = describe(call);
  if (reply.status === 304) return reply;
  return { ...reply, body: call.bucket.openContent(object, range?.start, range?.end) };
};

export const headObject: Operation = async (call) => {
  const { object, reply, range } = describe(call);
  if (reply.status === 304) return reply;
  const size = range === undefined ? object.size : range.end - range.start;
  return { ...reply, headers: { ...reply.headers, 'Content-Length': String(size) } };
};

/** Everything that GetObject and HeadObject share, which is all except the bytes. */
function describe(call: Call): { object: ObjectRecord; reply: Reply; range?: ByteRange } {
  const object = call.bucket.requireObject(call.key);
  const headers: Record<string, string> = {
    ...object.attributes.headers,
    ETag: `"${object.etag}"`,
    'Last-Modified': new Date(object.lastModifiedMs).toUTCString(),
    'Accept-Ranges': 'bytes',
  };
  const { request } = call;
  checkReadKey(request, object.attributes);
  const { tags } = object.attributes;
  if (tags.length > 0) headers['x-amz-tagging-count'] = String(tags.length);
  if (checkReadConditions(request, object) === 'not-modified') {
    return { object, reply: { status: 304, headers } };
  }
  const partNumber = request.query.get('partNumber');
  const rangeHeader = request.header('range');
  if (partNumber !== undefined && rangeHeader !== undefined) {
    throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
  }
  const range =
    partNumber === undefined
      ? parseRange(rangeHeader, object.size)
      : partRange(object, readPartNumber(request));
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
  Object.assign(headers, responseOverrides(call));
  if (range === undefined) return { object, reply: { status: 200, headers } };
  return { object, reply: { status: 206, headers }, range };
}

/** A checksum of the whole object says nothing about a range. S3 returns one for a part only if COMPOSITE. */
function checksumOf(
  { checksum, parts }: ObjectRecord,
  partNumber: string | undefined,
  range: ByteRange | undefined,
): string | undefined {
  if (partNumber === undefined) return range === undefined ? checksum.value : undefined;
  if (checksum.type === 'COMPOSITE') return parts[Number(partNumber) - 1]?.checksum;
  return parts.length === 1 ? checksum.value : undefined;
}

/**
 * Reads a Range header with one range. Ignores anything else, as HTTP requires.
 *
 * @throws S3Error `InvalidRange` if it contains no byte of the object.
 */
function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.replaceAll(' ', '') ?? '');
  if (match === null) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(Number(last) + 1, size);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  if (start >= end) {
    const details = { RangeRequested: header, ActualObjectSize: size };
    throw new S3Error('InvalidRange', undefined, details);
  }
  return { start, end };
}

function partRange(object: ObjectRecord, partNumber: number): ByteRange {
  const before = object.parts.slice(0, partNumber - 1);
  const part = object.parts[partNumber - 1];
  if (part === undefined) throw new S3Error('InvalidPartNumber');
  const start = before.reduce((sum, { size }) => sum + size, 0);
  return { start, end: start + part.size };
}

const OVERRIDE =
  /^response-(cache-control|content-(?:disposition|encoding|language|type)|expires)$/;

/** `response-content-type` and similar parameters replace the object's own headers. */
function responseOverrides(call: Call): Record<string, string> {
  const overrides: Record<string, string> = {};
  for (const [parameter, value] of call.request.query) {
    const name = OVERRIDE.exec(parameter)?.[1];
    if (name !== undefined) overrides[name] = toWireValue(parameter, value);
  }
  return overrides;
}
