import { xmlReply } from '../http/reply.ts';
import { parseAlgorithm } from '../http/request-checksums.ts';
import { invalidArgument, invalidRequest } from '../s3-error.ts';
import { tooLarge } from '../storage/receive.ts';
import type { ObjectAttributes } from '../storage/records.ts';
import type { Call, Operation } from './call.ts';
import { readWriteConditions } from './conditions.ts';
import { readCopySource } from './copy-source.ts';
import { encryptionHeaders, readEncryption } from './encryption.ts';
import { readObjectAttributes } from './object-attributes.ts';
import { readLock } from './object-lock.ts';
import { receiveCopy, storeObject } from './receive-body.ts';

export const copyObject: Operation = async (call) => {
  const { bucket, key, request } = call;
  const source = readCopySource(call);
  const { maxPutSize } = call.settings;
  if (source.object.size > maxPutSize) throw tooLarge(source.object.size, maxPutSize);
  const attributes = copyAttributes(call, source.object.attributes);
  if (source.object === bucket.objects.get(key) && !changesAnything(call)) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const guard = readWriteConditions(call);
  const named = request.amzHeader('x-amz-checksum-algorithm');
  const algorithm = named === undefined ? source.object.checksum.algorithm : parseAlgorithm(named);

  const content = await receiveCopy(call, source.bucket.openContent(source.object), algorithm);
  const details = { key, attributes, algorithm };
  const { etag, lastModifiedMs, checksum } = await storeObject(call, content, details, guard);
  return xmlReply(
    'CopyObjectResult',
    {
      LastModified: new Date(lastModifiedMs).toISOString(),
      ETag: `"${etag}"`,
      [`Checksum${algorithm}`]: checksum.value,
      ChecksumType: checksum.type,
    },
    encryptionHeaders(attributes),
  );
};

/** Merges the copied attributes with those of the request. Access, encryption and locks are never copied. */
function copyAttributes(call: Call, source: ObjectAttributes): ObjectAttributes {
  const { request } = call;
  const now = call.settings.now();
  const given = readObjectAttributes(request, call);
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
  throw invalidArgument(header, undefined, value);
}

function changesAnything({ request }: Call): boolean {
  return (
    request.amzHeader('x-amz-metadata-directive') === 'REPLACE' ||
    [...request.fieldNames()].some((name) =>
      /^x-amz-(?:storage-class|website-redirect-location|server-side-encryption)/.test(name),
    )
  );
}
