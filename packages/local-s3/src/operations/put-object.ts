import { checksumHeader, readDeclaredChecksum } from '../http/request-checksums.ts';
import type { Operation } from './call.ts';
import { readWriteConditions } from './conditions.ts';
import { encryptionHeaders } from './encryption.ts';
import { readObjectAttributes } from './object-attributes.ts';
import { checkLockedDigest } from './object-lock.ts';
import { receiveBody, storeObject } from './receive-body.ts';

export const putObject: Operation = async (call) => {
  const { key, request } = call;
  const attributes = readObjectAttributes(request, call);
  const declared = readDeclaredChecksum(request);
  checkLockedDigest(attributes, request);
  const guard = readWriteConditions(call);

  // S3 computes and stores a checksum by itself if the request has none.
  const algorithm = declared?.algorithm ?? 'CRC64NVME';
  const content = await receiveBody(call, algorithm, declared);
  const details = { key, attributes, algorithm };
  const { etag, checksum } = await storeObject(call, content, details, guard);
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
