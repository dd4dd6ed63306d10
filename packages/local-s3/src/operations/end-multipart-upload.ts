import { createHash } from 'node:crypto';
import { DIRECTORY_BUCKET } from '../bucket-name.ts';
import { CHECKSUM_ALGORITHMS } from '../checksums/algorithms.ts';
import { compositeChecksum, fullObjectCrc, isCrc } from '../checksums/combine.ts';
import { type Reply, xmlReply } from '../http/reply.ts';
import { badDigest, checksumHeader } from '../http/request-checksums.ts';
import type { S3Request } from '../http/s3-request.ts';
import { invalidRequest, S3Error } from '../s3-error.ts';
import type { NewObject } from '../storage/bucket.ts';
import type { ObjectRecord, PartRecord, StoredChecksum, UploadRecord } from '../storage/records.ts';
import type { Upload } from '../storage/upload.ts';
import type { Call, Operation } from './call.ts';
import { readWriteConditions } from './conditions.ts';
import { checkPartKey, encryptionHeaders, readCustomerKey } from './encryption.ts';
import { type ListedPart, parsePartList } from './part-list.ts';

/** The largest object: 10,000 parts of 5 GiB. */
const MAX_OBJECT_BYTES = 10_000 * 5 * 1024 ** 3;

export const completeMultipartUpload: Operation = async (call) => {
  const { bucket, key, request } = call;
  const uploadId = request.query.get('uploadId') ?? '';
  const listed = parsePartList(await call.readText());
  if (DIRECTORY_BUCKET.test(bucket.record.name)) checkConsecutive(listed);
  const done = bucket.objects.get(key);
  if (done?.uploadId === uploadId) return describe(call, done); // A repeated request. The first one completed the upload.

  const upload = bucket.requireUpload(uploadId, key);
  if (upload.record.attributes.headers['x-amz-server-side-encryption-customer-key-md5']) {
    // S3 requires the key here only sometimes. If there is one, it must match.
    if (readCustomerKey(request) !== undefined) checkPartKey(request, upload.record.attributes);
  }
  const parts = matchParts(upload, listed, call.settings.minPartSize);
  const object = assemble(call, upload.record, parts);
  const guard = readWriteConditions(call);
  try {
    await bucket.completeUpload(upload, object, parts, guard);
  } catch (error) {
    // A concurrent repetition of this request may have been faster.
    const now = bucket.objects.get(key);
    if (now?.uploadId !== uploadId) throw error;
    return describe(call, now);
  }
  return describe(call, object);
};

export const abortMultipartUpload: Operation = async (call) => {
  const { bucket, key, request } = call;
  await bucket.abortUpload(bucket.requireUpload(request.query.get('uploadId') ?? '', key));
  return { status: 204 };
};

/** Directory buckets allow no gap. */
function checkConsecutive(listed: readonly ListedPart[]): void {
  if (listed.every(({ partNumber }, i) => partNumber === i + 1)) return;
  throw new S3Error('InvalidPartOrder', 'Part numbers must be consecutive, starting from 1.');
}

/** Finds the listed parts and compares the list with the stored parts. */
function matchParts(
  upload: Upload,
  listed: readonly ListedPart[],
  minPartSize: number,
): PartRecord[] {
  const { checksumAlgorithm, checksumDeclared, checksumType } = upload.record;
  const parts = listed.map(({ partNumber, etag, checksums }) => {
    const part = upload.part(partNumber);
    if (part === undefined || part.etag !== etag) {
      throw new S3Error('InvalidPart', undefined, { PartNumber: partNumber, ETag: etag });
    }
    for (const algorithm of CHECKSUM_ALGORITHMS) {
      const given = checksums[algorithm];
      if (given === undefined) continue;
      if (algorithm !== checksumAlgorithm || !checksumDeclared || given !== part.checksum) {
        throw new S3Error('InvalidPart', undefined, { PartNumber: partNumber, ETag: etag });
      }
    }
    if (checksumType === 'COMPOSITE' && checksums[checksumAlgorithm] === undefined) {
      throw invalidRequest(
        `The upload was created using a ${checksumAlgorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${partNumber} in the request.`,
      );
    }
    return part;
  });
  for (const part of parts.slice(0, -1)) {
    if (part.size >= minPartSize) continue;
    throw new S3Error('EntityTooSmall', undefined, {
      ProposedSize: part.size,
      MinSizeAllowed: minPartSize,
      PartNumber: part.partNumber,
      ETag: part.etag,
    });
  }
  return parts;
}

function assemble(call: Call, upload: UploadRecord, parts: readonly PartRecord[]): NewObject {
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (size > MAX_OBJECT_BYTES) throw new S3Error('EntityTooLarge');
  const expectedSize = call.request.amzHeader('x-amz-mp-object-size');
  if (expectedSize !== undefined && expectedSize !== String(size)) {
    throw invalidRequest(
      "The provided 'x-amz-mp-object-size' header does not match what was computed.",
    );
  }
  const checksum = objectChecksum(upload, parts);
  checkObjectChecksum(call.request, upload, checksum);
  const md5OfMd5s = createHash('md5');
  for (const part of parts) md5OfMd5s.update(part.etag, 'hex');
  return {
    key: upload.key,
    size,
    etag: `${md5OfMd5s.digest('hex')}-${parts.length}`,
    lastModifiedMs: call.nowMs,
    attributes: upload.attributes,
    checksum,
  };
}

function objectChecksum(upload: UploadRecord, parts: readonly PartRecord[]): StoredChecksum {
  const algorithm = upload.checksumAlgorithm;
  if (upload.checksumType === 'FULL_OBJECT' && isCrc(algorithm)) {
    const value = fullObjectCrc(algorithm, parts).toString('base64');
    return { algorithm, type: 'FULL_OBJECT', value };
  }
  const value = `${compositeChecksum(algorithm, parts).toString('base64')}-${parts.length}`;
  return { algorithm, type: 'COMPOSITE', value };
}

/** Compares a checksum of the whole object, sent with Complete, with the computed one. */
function checkObjectChecksum(
  request: S3Request,
  upload: UploadRecord,
  computed: StoredChecksum,
): void {
  const type = request.amzHeader('x-amz-checksum-type');
  if (type !== undefined && type.toUpperCase() !== upload.checksumType) {
    throw invalidRequest(
      `The upload was created using the ${upload.checksumType} checksum mode. The complete request must use the same checksum mode.`,
    );
  }
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    const given = request.header(checksumHeader(algorithm));
    if (!given) continue;
    if (algorithm !== computed.algorithm) {
      throw invalidRequest(
        `Checksum Type mismatch occurred, expected checksum Type: ${computed.algorithm.toLowerCase()}, actual checksum Type: ${algorithm.toLowerCase()}`,
      );
    }
    // A composite value may lack its number of parts.
    if (given === computed.value || given === computed.value.replace(/-\d+$/, '')) continue;
    throw badDigest(algorithm);
  }
}

function describe(call: Call, object: NewObject | ObjectRecord): Reply {
  const { request, bucket } = call;
  const { checksum } = object;
  const content = {
    Location: `http://${request.header('host')}${request.rawPath}`,
    Bucket: bucket.record.name,
    Key: object.key,
    ETag: `"${object.etag}"`,
    [`Checksum${checksum.algorithm}`]: checksum.value,
    ChecksumType: checksum.type,
  };
  const headers = encryptionHeaders(object.attributes);
  return xmlReply('CompleteMultipartUploadResult', content, headers);
}
