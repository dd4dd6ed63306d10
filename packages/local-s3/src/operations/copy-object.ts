import { isoTime, xmlReply } from '../http/reply.ts';
import { parseAlgorithm } from '../http/request-checksums.ts';
import { S3Error } from '../s3-error.ts';
import { receiveContent, tooLarge } from '../storage/receive.ts';
import type { ObjectAttributes } from '../storage/records.ts';
import type { Call, Operation } from './call.ts';
import { readCopySource } from './copy-source.ts';
import { contentEtag, encryptionHeaders, readEncryption } from './encryption.ts';
import { readObjectAttributes } from './object-attributes.ts';
import { checkLockAllowed, readLock } from './object-lock.ts';
import { storeOrDiscard } from './receive-body.ts';
import { readWriteConditions } from './write-conditions.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
export const copyObject: Operation = async (call) => {
  const { bucket, key, request } = call;
  const source = readCopySource(call);
  const { maxPutSize } = call.settings;
  if (source.object.size > maxPutSize) throw tooLarge(source.object.size, maxPutSize);
  const attributes = copyAttributes(call, source.object.attributes);
  checkLockAllowed(attributes, bucket.record);
  if (source.object === bucket.objects.get(key) && !changesAnything(call)) {
    throw new S3Error(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const guard = readWriteConditions(call);
  guard(bucket.objects.get(key));
  const named = request.amzHeader('x-amz-checksum-algorithm');
  const algorithm = named === undefined ? source.object.checksum.algorithm : parseAlgorithm(named);

  const bytes = source.bucket.openContent(source.object);
  const options = { staging: call.store.staging, algorithm, maxBytes: maxPutSize };
  const content = await receiveContent(bytes.read(), options).finally(() => bytes.release());
  const lastModifiedMs = call.nowMs;
  const { size } = content;
  const etag = contentEtag(content.md5, attributes);
  const checksum = { algorithm, type: 'FULL_OBJECT' as const, value: content.checksum };
  const object = { key, size, etag, lastModifiedMs, attributes, checksum };
  await storeOrDiscard(content, () => bucket.putObject(object, content, guard));
  return xmlReply(
    'CopyObjectResult',
    {
      LastModified: isoTime(lastModifiedMs),
      ETag: `"${etag}"`,
      [`Checksum${algorithm}`]: checksum.value,
      ChecksumType: checksum.type,
    },
    encryptionHeaders(attributes),
  );
};

/** What is copied and what the request says anew. Access, encryption and locks are never copied. */
function copyAttributes(call: Call, source: ObjectAttributes): ObjectAttributes {
  const { request } = call;
  const now = call.settings.now();
  const given = readObjectAttributes(request, call.objectContext);
  const tags = directive(call, 'x-amz-tagging-directive') === 'REPLACE' ? given.tags : source.tags;
  if (directive(call, 'x-amz-metadata-directive') === 'REPLACE') return { ...given, tags };
  const kept = Object.entries(source.headers).filter(
    ([name]) => !/^x-amz-(?:server-side|object-lock|storage-class|website)/.test(name),
  );
  const placed = Object.entries(given.headers).filter(([name]) =>
    /^x-amz-(?:storage-class|website)/.test(name),
  );
  const headers = {
    ...Object.fromEntries([...kept, ...placed]),
    ...readEncryption(request).headers,
    ...readLock(request, now),
  };
  return { ...given, tags, headers };
}

function directive(call: Call, header: string): 'COPY' | 'REPLACE' {
  const value = call.request.amzHeader(header) ?? 'COPY';
  if (value === 'COPY' || value === 'REPLACE') return value;
  throw new S3Error('InvalidArgument', undefined, { ArgumentName: header, ArgumentValue: value });
}

function changesAnything({ request }: Call): boolean {
  return (
    request.amzHeader('x-amz-metadata-directive') === 'REPLACE' ||
    [...request.fieldNames()].some((name) =>
      /^x-amz-(?:storage-class|website-redirect-location|server-side-encryption)/.test(name),
    )
  );
}
