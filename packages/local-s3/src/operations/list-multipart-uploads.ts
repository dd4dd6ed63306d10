import { xmlReply } from '../http/reply.ts';
import type { Bucket } from '../storage/bucket.ts';
import { compareKeys, firstIndex } from '../storage/sorted-index.ts';
import { compareUploads } from '../storage/upload.ts';
import type { Operation } from './call.ts';
import { listKeys, readListOptions } from './list-keys.ts';

export const listMultipartUploads: Operation = async (call) => {
  const { bucket, request } = call;
  const { query } = request;
  const keyMarker = query.get('key-marker') ?? '';
  // An upload ID marker has no effect without its key.
  const uploadIdMarker = keyMarker === '' ? '' : (query.get('upload-id-marker') ?? '');
  const maxUploads = call.queryInteger('max-uploads', { min: 1, max: 1000, otherwise: 1000 });
  const options = readListOptions(query);
  const { prefix, delimiter, encode } = options;
  const page = listKeys(bucket.uploads.values(), options, {
    maxKeys: maxUploads,
    from: firstBehind(bucket, { keyMarker, uploadIdMarker }),
    afterPrefix: keyMarker === '' ? undefined : keyMarker,
  });
  return xmlReply('ListMultipartUploadsResult', {
    Bucket: bucket.record.name,
    KeyMarker: encode(keyMarker),
    UploadIdMarker: uploadIdMarker,
    NextKeyMarker: page.truncated ? encode(page.last ?? '') : undefined,
    NextUploadIdMarker: page.truncated ? page.items.at(-1)?.record.uploadId : undefined,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    EncodingType: query.get('encoding-type'),
    MaxUploads: maxUploads,
    IsTruncated: page.truncated,
    Upload: page.items.map(({ record }) => ({
      Key: encode(record.key),
      UploadId: record.uploadId,
      Initiator: call.owner,
      Owner: call.owner,
      StorageClass: record.attributes.headers['x-amz-storage-class'] ?? 'STANDARD',
      Initiated: new Date(record.initiatedMs).toISOString(),
      ChecksumAlgorithm: record.checksumDeclared ? record.checksumAlgorithm : undefined,
      ChecksumType: record.checksumDeclared ? record.checksumType : undefined,
    })),
    CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
  });
};

/** The index of the first upload after the marked upload. If that upload is gone, the first after all of its key. */
function firstBehind(
  { uploads }: Bucket,
  { keyMarker, uploadIdMarker }: { readonly keyMarker: string; readonly uploadIdMarker: string },
): number {
  if (keyMarker === '') return 0;
  const marked = uploads.get(uploadIdMarker);
  if (marked?.key === keyMarker) {
    return firstIndex(uploads.values(), (upload) => compareUploads(upload, marked) > 0);
  }
  return firstIndex(uploads.values(), ({ key }) => compareKeys(key, keyMarker) > 0);
}
