import { xmlReply } from '../http/reply.ts';
import { abortHeaders } from './bucket-lifecycle.ts';
import type { Operation } from './call.ts';

export const listParts: Operation = async (call) => {
  const { bucket, key, request } = call;
  const upload = bucket.requireUpload(request.query.get('uploadId') ?? '', key);
  const { record } = upload;
  const maxParts = call.queryInteger('max-parts', { min: 0, max: 1000, otherwise: 1000 });
  const markers = { min: 0, max: 2_147_483_647, otherwise: 0 };
  const marker = call.queryInteger('part-number-marker', markers);
  const following = upload.parts().filter((part) => part.partNumber > marker);
  const page = following.slice(0, maxParts);
  const checksum = `Checksum${record.checksumAlgorithm}`;
  const content = {
    Bucket: bucket.record.name,
    Key: key,
    UploadId: record.uploadId,
    Initiator: call.owner,
    Owner: call.owner,
    StorageClass: record.attributes.headers['x-amz-storage-class'] ?? 'STANDARD',
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.partNumber ?? 0,
    MaxParts: maxParts,
    IsTruncated: following.length > page.length,
    ChecksumAlgorithm: record.checksumDeclared ? record.checksumAlgorithm : undefined,
    ChecksumType: record.checksumDeclared ? record.checksumType : undefined,
    Part: page.map((part) => ({
      PartNumber: part.partNumber,
      LastModified: new Date(part.lastModifiedMs).toISOString(),
      ETag: `"${part.etag}"`,
      Size: part.size,
      [checksum]: record.checksumDeclared ? part.checksum : undefined,
    })),
  };
  return xmlReply('ListPartsResult', content, abortHeaders(bucket.record, record));
};
