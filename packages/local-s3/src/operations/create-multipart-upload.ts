import { parseAlgorithm, parseChecksumType } from '../checksums/request-checksums.ts';
import { xmlReply } from '../http/reply.ts';
import { S3Error } from '../http/s3-error.ts';
import type { Operation } from './call.ts';
import { readObjectAttributes } from './object-attributes.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html */
export const createMultipartUpload: Operation = async (call) => {
  const { bucket, key, request } = call;
  const named = request.amzHeader('x-amz-checksum-algorithm');
  const type = request.amzHeader('x-amz-checksum-type');
  if (named === undefined && type !== undefined) {
    throw new S3Error(
      'InvalidRequest',
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const checksumAlgorithm = named === undefined ? 'CRC64NVME' : parseAlgorithm(named);
  const checksumType = parseChecksumType(checksumAlgorithm, type);
  const { record } = await bucket.createUpload({
    key,
    initiatedMs: call.nowMs,
    attributes: readObjectAttributes(request),
    checksumAlgorithm,
    checksumType,
    checksumDeclared: named !== undefined,
  });
  return xmlReply(
    'InitiateMultipartUploadResult',
    { Bucket: bucket.record.name, Key: key, UploadId: record.uploadId },
    record.checksumDeclared
      ? { 'x-amz-checksum-algorithm': checksumAlgorithm, 'x-amz-checksum-type': checksumType }
      : {},
  );
};
