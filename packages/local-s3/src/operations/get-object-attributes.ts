import { xmlReply } from '../http/reply.ts';
import { invalidArgument } from '../s3-error.ts';
import type { ObjectRecord } from '../storage/records.ts';
import type { Call, Operation } from './call.ts';
import { checkReadKey } from './encryption.ts';

const KNOWN = new Set(['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize']);

export const getObjectAttributes: Operation = async (call) => {
  const object = call.bucket.requireObject(call.key);
  checkReadKey(call.request, object.attributes);
  const names = (call.request.header('x-amz-object-attributes') ?? '')
    .split(',')
    .map((name) => name.trim());
  if (names.some((name) => !KNOWN.has(name))) {
    throw invalidArgument('x-amz-object-attributes', 'Invalid attribute name specified.');
  }
  const { algorithm, type, value } = object.checksum;
  const content = {
    ETag: object.etag,
    Checksum: { [`Checksum${algorithm}`]: value.replace(/-\d+$/, ''), ChecksumType: type },
    ObjectParts: object.uploadId === undefined ? undefined : partsXml(call, object),
    StorageClass: object.attributes.headers['x-amz-storage-class'] ?? 'STANDARD',
    ObjectSize: object.size,
  };
  const chosen = Object.entries(content).filter(([name]) => names.includes(name));
  return xmlReply('GetObjectAttributesResponse', Object.fromEntries(chosen), {
    'Last-Modified': new Date(object.lastModifiedMs).toUTCString(),
  });
};

function partsXml(call: Call, { parts, checksum }: ObjectRecord) {
  const header = (name: string, otherwise: number) => {
    const text = call.request.header(name);
    if (text === undefined) return otherwise;
    if (/^\d{1,9}$/.test(text)) return Number(text);
    throw invalidArgument(name, undefined, text);
  };
  const marker = header('x-amz-part-number-marker', 0);
  const maxParts = Math.min(header('x-amz-max-parts', 1000), 1000);
  const following = parts.filter(({ partNumber }) => partNumber > marker);
  const page = following.slice(0, maxParts);
  return {
    PartsCount: parts.length,
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.partNumber ?? 0,
    MaxParts: maxParts,
    IsTruncated: following.length > page.length,
    Part: page.map((part) => ({
      PartNumber: part.partNumber,
      Size: part.size,
      [`Checksum${checksum.algorithm}`]: part.checksum,
    })),
  };
}
