import type { ChecksumAlgorithm } from '../checksums/algorithms.ts';
import {
  checkDeclaredChecksum,
  checkValue,
  type DeclaredChecksum,
  readContentMd5,
} from '../http/request-checksums.ts';
import type { RequestFields } from '../http/request-fields.ts';
import { S3Error } from '../s3-error.ts';
import type { NewObject, WriteGuard } from '../storage/bucket.ts';
import type { ObjectContent } from '../storage/object-content.ts';
import { orUndo } from '../storage/or-undo.ts';
import { type ReceivedContent, receiveContent, tooLarge } from '../storage/receive.ts';
import type { PartRecord } from '../storage/records.ts';
import type { Upload } from '../storage/upload.ts';
import type { Call } from './call.ts';
import { contentEtag } from './encryption.ts';

/** The source of content, and what to verify it with. */
export interface ContentSource {
  /** Contains Content-MD5. */
  readonly fields: RequestFields;
  readonly read: () => AsyncIterable<Buffer>;
  readonly trailers: ReadonlyMap<string, string>;
  readonly maxBytes: number;
}

/** Receives and verifies the body of a PutObject or UploadPart. */
export async function receiveBody(
  call: Call,
  algorithm: ChecksumAlgorithm,
  declared: DeclaredChecksum | undefined,
): Promise<ReceivedContent> {
  const { size, read, trailers } = call.payload;
  const maxBytes = call.settings.maxPutSize;
  if (size === undefined) throw new S3Error('MissingContentLength');
  if (size > maxBytes) throw tooLarge(size, maxBytes);
  const source = { fields: call.request, read, trailers, maxBytes };
  return receiveVerified(call, source, algorithm, declared);
}

/**
 * Writes content to disk and verifies Content-MD5 and the declared checksum. The caller commits the file or discards
 * it.
 */
export async function receiveVerified(
  call: Call,
  { fields, read, trailers, maxBytes }: ContentSource,
  algorithm: ChecksumAlgorithm,
  declared: DeclaredChecksum | undefined,
): Promise<ReceivedContent> {
  const md5 = readContentMd5(fields);
  if (declared?.value !== undefined) checkValue(declared.algorithm, declared.value);
  const alsoAlgorithm = declared?.algorithm === algorithm ? undefined : declared?.algorithm;
  const { staging } = call.store;
  const content = await receiveContent(read(), { staging, algorithm, alsoAlgorithm, maxBytes });
  const verify = async () => {
    if (md5 !== undefined && md5 !== content.md5) throw new S3Error('BadDigest');
    checkDeclaredChecksum(declared, trailers, content.alsoChecksum ?? content.checksum);
    return content;
  };
  return orUndo(verify(), content.file.discard);
}

/** Copies bytes of a stored object to a new file. The caller commits the file or discards it. */
export async function receiveCopy(
  call: Call,
  bytes: ObjectContent,
  algorithm: ChecksumAlgorithm,
): Promise<ReceivedContent> {
  const options = { staging: call.store.staging, algorithm, maxBytes: call.settings.maxPutSize };
  return receiveContent(bytes.read(), options).finally(() => bytes.release());
}

/** Stores received content as the object of a PutObject, a copy or a form. On failure it discards the content. */
export async function storeObject(
  call: Call,
  content: ReceivedContent,
  details: Pick<NewObject, 'key' | 'attributes'> & { readonly algorithm: ChecksumAlgorithm },
  guard: WriteGuard,
): Promise<NewObject> {
  const { key, attributes, algorithm } = details;
  const object: NewObject = {
    key,
    size: content.size,
    etag: contentEtag(content.md5, attributes),
    lastModifiedMs: call.nowMs,
    attributes,
    checksum: { algorithm, type: 'FULL_OBJECT', value: content.checksum },
  };
  await orUndo(call.bucket.putObject(object, content, guard), content.file.discard);
  return object;
}

/** Stores received content as a part. On failure it discards the content. */
export async function storePart(
  call: Call,
  content: ReceivedContent,
  upload: Upload,
  partNumber: number,
): Promise<PartRecord> {
  const etag = contentEtag(content.md5, upload.record.attributes);
  const details = { partNumber, lastModifiedMs: call.nowMs, etag };
  return orUndo(call.bucket.putPart(upload, details, content), content.file.discard);
}
