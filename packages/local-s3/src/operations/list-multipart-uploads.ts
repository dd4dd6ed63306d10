import { isoTime, xmlReply } from '../http/reply.ts';
import { compareKeys } from '../storage/sorted-index.ts';
import type { Upload } from '../storage/upload.ts';
import type { Operation } from './call.ts';
import { listKeys } from './list-keys.ts';
import { readEncodingType } from './list-objects-v2.ts';
import { ownerXml } from './owner-xml.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html */
export const listMultipartUploads: Operation = async (call) => {
  const { bucket, request } = call;
  const { query } = request;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const keyMarker = query.get('key-marker') ?? '';
  // An upload ID marker means nothing without its key.
  const uploadIdMarker = keyMarker === '' ? '' : (query.get('upload-id-marker') ?? '');
  const maxUploads = call.queryInteger('max-uploads', { min: 1, max: 1000, otherwise: 1000 });
  const encode = readEncodingType(query);

  const following = afterMarker([...bucket.uploads.values()].sort(compareUploads), {
    keyMarker,
    uploadIdMarker,
  });
  const page = listKeys(
    following.map((upload) => upload.record.key),
    {
      prefix,
      delimiter,
      maxKeys: maxUploads,
      isAfter: () => true,
      afterPrefix: keyMarker === '' ? undefined : keyMarker,
    },
  );
  const uploads = pickListed(following, page.keys);
  return xmlReply('ListMultipartUploadsResult', {
    Bucket: bucket.record.name,
    KeyMarker: encode(keyMarker),
    UploadIdMarker: uploadIdMarker,
    NextKeyMarker: page.truncated ? encode(page.last ?? '') : undefined,
    NextUploadIdMarker: page.truncated ? uploads.at(-1)?.record.uploadId : undefined,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    EncodingType: query.get('encoding-type'),
    MaxUploads: maxUploads,
    IsTruncated: page.truncated,
    Upload: uploads.map(({ record }) => ({
      Key: encode(record.key),
      UploadId: record.uploadId,
      Initiator: ownerXml(call),
      Owner: ownerXml(call),
      StorageClass: record.attributes.headers['x-amz-storage-class'] ?? 'STANDARD',
      Initiated: isoTime(record.initiatedMs),
      ChecksumAlgorithm: record.checksumDeclared ? record.checksumAlgorithm : undefined,
      ChecksumType: record.checksumDeclared ? record.checksumType : undefined,
    })),
    CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
  });
};

/** By key; uploads of one key in the order in which they were initiated. */
function compareUploads({ record: a }: Upload, { record: b }: Upload): number {
  return (
    compareKeys(a.key, b.key) ||
    a.initiatedMs - b.initiatedMs ||
    compareKeys(a.uploadId, b.uploadId)
  );
}

function afterMarker(
  uploads: readonly Upload[],
  { keyMarker, uploadIdMarker }: { keyMarker: string; uploadIdMarker: string },
): readonly Upload[] {
  if (keyMarker === '') return uploads;
  const position = uploads.findIndex(
    ({ record }) => record.key === keyMarker && record.uploadId === uploadIdMarker,
  );
  if (position >= 0) return uploads.slice(position + 1);
  return uploads.filter(({ record }) => compareKeys(record.key, keyMarker) > 0);
}

/** The uploads behind a page's keys: both are in the same order, and a key may come twice. */
function pickListed(uploads: readonly Upload[], keys: readonly string[]): Upload[] {
  const picked: Upload[] = [];
  let i = 0;
  for (const key of keys) {
    while (uploads[i] !== undefined && uploads[i]?.record.key !== key) i += 1;
    const upload = uploads[i];
    if (upload !== undefined) picked.push(upload);
    i += 1;
  }
  return picked;
}
