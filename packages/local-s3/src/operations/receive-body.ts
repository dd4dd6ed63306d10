import type { ChecksumAlgorithm } from '../checksums/algorithms.ts';
import {
  checkDeclaredChecksum,
  type DeclaredChecksum,
  readContentMd5,
} from '../checksums/request-checksums.ts';
import { S3Error } from '../http/s3-error.ts';
import { type ReceivedContent, receiveContent, tooLarge } from '../storage/receive.ts';
import type { Call } from './call.ts';

/**
 * Takes the bytes of a PutObject or UploadPart to disk and verifies Content-MD5 and the declared
 * checksum. The caller puts the file in place or discards it.
 */
export async function receiveBody(
  call: Call,
  algorithm: ChecksumAlgorithm,
  declared: DeclaredChecksum | undefined,
): Promise<ReceivedContent> {
  const { size } = call.payload;
  const maxBytes = call.settings.maxPutSize;
  if (size === undefined) throw new S3Error('MissingContentLength');
  if (size > maxBytes) throw tooLarge(size, maxBytes);
  const md5 = readContentMd5(call.request);
  const content = await receiveContent(call.payload.read(), {
    staging: call.store.staging,
    algorithm,
    maxBytes,
  });
  try {
    if (md5 !== undefined && md5 !== content.md5) throw new S3Error('BadDigest');
    checkDeclaredChecksum(declared, call.payload, content.checksum);
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
