import type { ChecksumAlgorithm } from '../checksums/algorithms.ts';
import {
  checkDeclaredChecksum,
  checkValue,
  type DeclaredChecksum,
  readContentMd5,
} from '../http/request-checksums.ts';
import type { RequestFields } from '../http/request-fields.ts';
import { S3Error } from '../s3-error.ts';
import { type ReceivedContent, receiveContent, tooLarge } from '../storage/receive.ts';
import type { Call } from './call.ts';

/** Where content comes from and what it is held against. */
export interface ContentSource {
  /** Says Content-MD5. */
  readonly fields: RequestFields;
  readonly read: () => AsyncIterable<Buffer>;
  readonly trailers: ReadonlyMap<string, string>;
  readonly maxBytes: number;
}

/** Takes the body of a PutObject or UploadPart to disk, verified. */
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
 * Takes content to disk and verifies Content-MD5 and the declared checksum. The caller puts the
 * file in place or discards it.
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
  try {
    if (md5 !== undefined && md5 !== content.md5) throw new S3Error('BadDigest');
    checkDeclaredChecksum(declared, trailers, content.alsoChecksum ?? content.checksum);
    return content;
  } catch (error) {
    await content.file.discard();
    throw error;
  }
}

/** Runs the step that puts content in place, and discards the content when the step fails. */
export async function storeOrDiscard<T>(
  content: ReceivedContent,
  store: () => Promise<T>,
): Promise<T> {
  try {
    return await store();
  } catch (error) {
    await content.file.discard();
    throw error;
  }
}
