import type { ChecksumAlgorithm } from '../checksums/algorithms.ts';
import { isCrc } from '../checksums/combine.ts';
import { checksumHeader, readDeclaredChecksum } from '../http/request-checksums.ts';
import type { S3Request } from '../http/s3-request.ts';
import { S3Error } from '../s3-error.ts';
import type { UploadRecord } from '../storage/records.ts';
import type { Operation } from './call.ts';
import { checkPartKey, contentEtag, encryptionHeaders } from './encryption.ts';
import { checkLockedDigest } from './object-lock.ts';
import { receiveBody, storeOrDiscard } from './receive-body.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html */
export const uploadPart: Operation = async (call) => {
  const { bucket, key, request } = call;
  const partNumber = readPartNumber(request);
  const upload = bucket.requireUpload(request.query.get('uploadId') ?? '', key);
  const declared = readDeclaredChecksum(request);
  checkAlgorithm(upload.record, declared?.algorithm);
  checkPartKey(request, upload.record.attributes);
  const digest = declared !== undefined || request.header('content-md5') !== undefined;
  checkLockedDigest(upload.record.attributes, digest);

  const { checksumAlgorithm } = upload.record;
  const content = await receiveBody(call, checksumAlgorithm, declared);
  const details = { partNumber, lastModifiedMs: call.nowMs };
  const etag = contentEtag(content.md5, upload.record.attributes);
  const store = () => bucket.putPart(upload, { ...details, etag }, content);
  const part = await storeOrDiscard(content, store);
  return {
    status: 200,
    headers: {
      ETag: `"${part.etag}"`,
      ...encryptionHeaders(upload.record.attributes),
      ...(content.alsoChecksum !== undefined && declared !== undefined
        ? { [checksumHeader(declared.algorithm)]: content.alsoChecksum }
        : { [checksumHeader(checksumAlgorithm)]: part.checksum }),
    },
  };
};

/** @throws S3Error `InvalidArgument` outside 1 to 10,000. */
export function readPartNumber(request: S3Request): number {
  const text = request.query.get('partNumber') ?? '';
  const partNumber = Number(text);
  if (/^\d{1,9}$/.test(text) && partNumber >= 1 && partNumber <= 10_000) return partNumber;
  throw new S3Error(
    'InvalidArgument',
    'Part number must be an integer between 1 and 10000, inclusive',
    { ArgumentName: 'partNumber', ArgumentValue: text },
  );
}

/**
 * Parts carry the checksum that was declared at create, and no other. With FULL_OBJECT they may go
 * without, and S3 computes it. When none was declared a CRC is verified and forgotten, which is what
 * clients with default integrity protections rely on.
 */
function checkAlgorithm(upload: UploadRecord, sent: ChecksumAlgorithm | undefined): void {
  const declared = upload.checksumDeclared ? upload.checksumAlgorithm : undefined;
  const optional = upload.checksumDeclared && upload.checksumType === 'FULL_OBJECT';
  if (declared === sent || (optional && sent === undefined)) return;
  if (declared === undefined && sent !== undefined && isCrc(sent)) return;
  throw new S3Error(
    'InvalidRequest',
    `Checksum Type mismatch occurred, expected checksum Type: ${declared?.toLowerCase() ?? 'null'}, actual checksum Type: ${sent?.toLowerCase() ?? 'null'}`,
  );
}
