import { xmlReply } from '../http/reply.ts';
import { parseAlgorithm, parseChecksumType } from '../http/request-checksums.ts';
import { invalidRequest } from '../s3-error.ts';
import { abortHeaders } from './bucket-lifecycle.ts';
import type { Operation } from './call.ts';
import { encryptionHeaders } from './encryption.ts';
import { readObjectAttributes } from './object-attributes.ts';

export const createMultipartUpload: Operation = async (call) => {
  const { bucket, key, request } = call;
  const named = request.amzHeader('x-amz-checksum-algorithm');
  const type = request.amzHeader('x-amz-checksum-type');
  if (named === undefined && type !== undefined) {
    throw invalidRequest(
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const checksumAlgorithm = named === undefined ? 'CRC64NVME' : parseAlgorithm(named);
  const checksumType = parseChecksumType(checksumAlgorithm, type);
  const attributes = readObjectAttributes(request, call);
  const { record } = await bucket.createUpload({
    key,
    initiatedMs: call.nowMs,
    attributes,
    checksumAlgorithm,
    checksumType,
    checksumDeclared: named !== undefined,
  });
  return xmlReply(
    'InitiateMultipartUploadResult',
    { Bucket: bucket.record.name, Key: key, UploadId: record.uploadId },
    {
      ...encryptionHeaders(attributes),
      'x-amz-server-side-encryption-context': attributes.encryptionContext,
      'x-amz-checksum-algorithm': record.checksumDeclared ? checksumAlgorithm : undefined,
      'x-amz-checksum-type': record.checksumDeclared ? checksumType : undefined,
      ...abortHeaders(bucket.record, record),
    },
  );
};
