import { checksumHeader, readDeclaredChecksum } from '../http/request-checksums.ts';
import type { Operation } from './call.ts';
import { contentEtag, encryptionHeaders } from './encryption.ts';
import { readObjectAttributes } from './object-attributes.ts';
import { checkLockAllowed, checkLockedDigest } from './object-lock.ts';
import { receiveBody, storeOrDiscard } from './receive-body.ts';
import { readWriteConditions } from './write-conditions.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export const putObject: Operation = async (call) => {
  const { bucket, key, request } = call;
  const attributes = readObjectAttributes(request, call.objectContext);
  const declared = readDeclaredChecksum(request);
  checkLockAllowed(attributes, bucket.record);
  const digest = declared !== undefined || request.header('content-md5') !== undefined;
  checkLockedDigest(attributes, digest);
  const guard = readWriteConditions(call);
  guard(bucket.objects.get(key));

  // S3 keeps a checksum of its own accord when the request brings none.
  const algorithm = declared?.algorithm ?? 'CRC64NVME';
  const content = await receiveBody(call, algorithm, declared);
  const checksum = { algorithm, type: 'FULL_OBJECT' as const, value: content.checksum };
  const etag = contentEtag(content.md5, attributes);
  const object = {
    key,
    size: content.size,
    etag,
    lastModifiedMs: call.nowMs,
    attributes,
    checksum,
  };
  await storeOrDiscard(content, () => bucket.putObject(object, content, guard));
  return {
    status: 200,
    headers: {
      ETag: `"${etag}"`,
      [checksumHeader(algorithm)]: checksum.value,
      'x-amz-checksum-type': checksum.type,
      ...encryptionHeaders(attributes),
      'x-amz-server-side-encryption-context': attributes.encryptionContext,
    },
  };
};
