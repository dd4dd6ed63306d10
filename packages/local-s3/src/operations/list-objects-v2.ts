import { percentEncode } from '../http/percent-encoding.ts';
import { isoTime, xmlReply } from '../http/reply.ts';
import { S3Error } from '../s3-error.ts';
import { compareKeys, firstIndex } from '../storage/sorted-index.ts';
import type { Operation } from './call.ts';
import { listKeys } from './list-keys.ts';
import { ownerXml } from './owner-xml.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export const listObjectsV2: Operation = async (call) => {
  const { bucket, request } = call;
  const { query } = request;
  if (query.get('list-type') !== '2') throw new S3Error('NotImplemented');
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after') ?? '';
  const after = token === undefined ? startAfter : readToken(token);
  const maxKeys = call.queryInteger('max-keys', { min: 0, max: 1000, otherwise: 1000 });
  const encode = readEncodingType(query);
  const objects = bucket.objects.values();
  const page = listKeys(objects, {
    prefix,
    delimiter,
    maxKeys,
    from: firstIndex(objects, ({ key }) => compareKeys(key, after) > 0),
    afterPrefix: token === undefined ? undefined : after,
  });
  const withOwner = query.get('fetch-owner') === 'true';
  return xmlReply('ListBucketResult', {
    Name: bucket.record.name,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: maxKeys,
    EncodingType: query.get('encoding-type'),
    KeyCount: page.items.length + page.commonPrefixes.length,
    IsTruncated: page.truncated,
    ContinuationToken: token,
    NextContinuationToken: page.truncated ? writeToken(page.last ?? '') : undefined,
    StartAfter: startAfter === '' ? undefined : encode(startAfter),
    Contents: page.items.map((object) => ({
      Key: encode(object.key),
      LastModified: isoTime(object.lastModifiedMs),
      ETag: `"${object.etag}"`,
      ChecksumAlgorithm: object.checksum.algorithm,
      ChecksumType: object.checksum.type,
      Size: object.size,
      Owner: withOwner ? ownerXml(call) : undefined,
      StorageClass: object.attributes.headers['x-amz-storage-class'] ?? 'STANDARD',
    })),
    CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
  });
};

/** How keys are written: `encoding-type=url` is for keys that XML has no characters for. */
export function readEncodingType(query: ReadonlyMap<string, string>): (text: string) => string {
  const type = query.get('encoding-type');
  if (type === undefined) return (text) => text;
  if (type === 'url') return (text) => percentEncode(text).replaceAll('%2F', '/');
  throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request', {
    ArgumentName: 'encoding-type',
    ArgumentValue: type,
  });
}

function writeToken(key: string): string {
  return Buffer.from(key).toString('base64');
}

function readToken(token: string): string {
  const key = Buffer.from(token, 'base64');
  if (token !== '' && key.toString('base64') === token) return key.toString('utf8');
  throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect', {
    ArgumentName: 'continuation-token',
  });
}
