import type { ChecksumAlgorithm } from '../checksums/algorithms.ts';
import { isCrc } from '../checksums/combine.ts';
import { checksumHeader, readDeclaredChecksum } from '../http/request-checksums.ts';
import type { S3Request } from '../http/s3-request.ts';
import { invalidArgument, invalidRequest } from '../s3-error.ts';
import type { UploadRecord } from '../storage/records.ts';
import type { Operation } from './call.ts';
import { checkPartKey, encryptionHeaders } from './encryption.ts';
import { checkLockedDigest } from './object-lock.ts';
import { receiveBody, storePart } from './receive-body.ts';

export const uploadPart: Operation = async (call) => {
  const { bucket, key, request } = call;
  const partNumber = readPartNumber(request);
  const upload = bucket.requireUpload(request.query.get('uploadId') ?? '', key);
  const declared = readDeclaredChecksum(request);
  checkAlgorithm(upload.record, declared?.algorithm);
  checkPartKey(request, upload.record.attributes);
  checkLockedDigest(upload.record.attributes, request);

  const { checksumAlgorithm } = upload.record;
  const content = await receiveBody(call, checksumAlgorithm, declared);
  const part = await storePart(call, content, upload, partNumber);
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
  const message = 'Part number must be an integer between 1 and 10000, inclusive';
  throw invalidArgument('partNumber', message, text);
}

/**
 * Parts carry the checksum that was declared at create, and no other. With FULL_OBJECT, S3 computes a missing one. If
 * none was declared, S3 verifies a CRC but does not store it. Clients with default integrity protections rely on
 * that.
 */
function checkAlgorithm(upload: UploadRecord, sent: ChecksumAlgorithm | undefined): void {
  const declared = upload.checksumDeclared ? upload.checksumAlgorithm : undefined;
  const optional = upload.checksumDeclared && upload.checksumType === 'FULL_OBJECT';
  if (declared === sent || (optional && sent === undefined)) return;
  if (declared === undefined && sent !== undefined && isCrc(sent)) return;
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${declared?.toLowerCase() ?? 'null'}, actual checksum Type: ${sent?.toLowerCase() ?? 'null'}`,
  );
}
