import { checksumHeader, readDeclaredChecksum } from '../checksums/request-checksums.ts';
import { S3Error } from '../http/s3-error.ts';
import type { S3Request } from '../http/s3-request.ts';
import type { UploadRecord } from '../storage/records.ts';
import type { Operation } from './call.ts';
import { checkPartKey, encryptionHeaders } from './encryption.ts';
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

  const { checksumAlgorithm, checksumDeclared } = upload.record;
  const content = await receiveBody(call, checksumAlgorithm, declared);
  const details = { partNumber, lastModifiedMs: call.nowMs };
  const part = await storeOrDiscard(content, () => bucket.putPart(upload, details, content));
  return {
    status: 200,
    headers: {
      ETag: `"${part.md5}"`,
      ...encryptionHeaders(upload.record.attributes),
      ...(checksumDeclared ? { [checksumHeader(checksumAlgorithm)]: part.checksum } : {}),
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

/** All parts of an upload carry the checksum that was declared at create, and no other. */
function checkAlgorithm(upload: UploadRecord, sent: string | undefined): void {
  const declared = upload.checksumDeclared ? upload.checksumAlgorithm : undefined;
  if (declared === sent) return;
  throw new S3Error(
    'InvalidRequest',
    `Checksum Type mismatch occurred, expected checksum Type: ${declared?.toLowerCase() ?? 'null'}, actual checksum Type: ${sent?.toLowerCase() ?? 'null'}`,
  );
}
