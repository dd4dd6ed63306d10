import { xmlReply } from '../http/reply.ts';
import { invalidArgument, S3Error } from '../s3-error.ts';
import { compareKeys, firstIndex } from '../storage/sorted-index.ts';
import type { Operation } from './call.ts';
import { listKeys, readListOptions } from './list-keys.ts';

export const listObjectsV2: Operation = async (call) => {
  const { bucket, request } = call;
  const { query } = request;
  if (query.get('list-type') !== '2') throw new S3Error('NotImplemented');
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after') ?? '';
  const after = token === undefined ? startAfter : readToken(token);
  const maxKeys = call.queryInteger('max-keys', { min: 0, max: 1000, otherwise: 1000 });
  const options = readListOptions(query);
  const { prefix, delimiter, encode } = options;
  const objects = bucket.objects.values();
  const page = listKeys(objects, options, {
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
      LastModified: new Date(object.lastModifiedMs).toISOString(),
      ETag: `"${object.etag}"`,
      ChecksumAlgorithm: object.checksum.algorithm,
      ChecksumType: object.checksum.type,
      Size: object.size,
      Owner: withOwner ? call.owner : undefined,
      StorageClass: object.attributes.headers['x-amz-storage-class'] ?? 'STANDARD',
    })),
    CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
  });
};

function writeToken(key: string): string {
  return Buffer.from(key).toString('base64');
}

function readToken(token: string): string {
  const key = Buffer.from(token, 'base64');
  if (token !== '' && key.toString('base64') === token) return key.toString('utf8');
  throw invalidArgument('continuation-token', 'The continuation token provided is incorrect');
}
