import { CompleteMultipartUploadCommand } from '@aws-sdk/client-s3';
import { isCorruption } from '@slipway/protocol';
import { multipartInput } from './address-input.ts';
import { checksumFields, checksumInput, readChecksum } from './checksum-fields.ts';
import { customerKeyInput } from './customer-key.ts';
import { readObjectAnswer } from './object-answer.ts';
import { type StorageClient, send } from './s3-client.ts';
import type { CompleteOutcome, MultipartAddress, MultipartToComplete } from './s3-gateway.ts';
import { readS3Answer } from './storage-failure.ts';

/** What each S3 error code means. Every other error leaves the outcome in doubt. */
const OUTCOMES: Readonly<
  Record<string, 'name-taken' | 'upload-not-found' | 'parts-refused' | 'conflict'>
> = {
  PreconditionFailed: 'name-taken',
  NoSuchUpload: 'upload-not-found',
  NoSuchKey: 'upload-not-found',
  NotFound: 'upload-not-found',
  InvalidPart: 'parts-refused',
  InvalidPartOrder: 'parts-refused',
  EntityTooSmall: 'parts-refused',
  ConditionalRequestConflict: 'conflict',
};

/**
 * Sends CompleteMultipartUpload and returns every S3 response as a value. An error does not prove that Complete
 * failed.
 */
export async function completeMultipart(
  client: StorageClient,
  upload: MultipartAddress,
  { parts, size, integrity, checksumType, checksum, overwrite, ifMatch }: MultipartToComplete,
  signal?: AbortSignal,
): Promise<CompleteOutcome> {
  const declared = checksumFields(integrity);
  const type = declared && (checksumType ?? declared.type);
  const fullObject = type === 'FULL_OBJECT' ? checksum : undefined;
  try {
    const answer = await send(
      client,
      new CompleteMultipartUploadCommand({
        ...multipartInput(upload),
        ...(await customerKeyInput(client, upload)),
        MpuObjectSize: size,
        IfNoneMatch: overwrite ? undefined : '*',
        IfMatch: ifMatch,
        ChecksumType: type,
        ...checksumInput(integrity, fullObject),
        MultipartUpload: {
          Parts: parts.map((part) => ({
            PartNumber: part.partNumber,
            ETag: part.etag,
            ...(declared && checksumInput(integrity, part.checksum)),
          })),
        },
      }),
      signal,
    );
    // The SDK parses a 200 that holds an error and a newline as a response without fields.
    if (!answer.ETag) {
      return { kind: 'in-doubt', cause: new Error('S3 completed the upload without an ETag.') };
    }
    return {
      kind: 'completed',
      etag: answer.ETag,
      checksum: readChecksum(answer, integrity),
      answer: readObjectAnswer(answer),
    };
  } catch (error) {
    const { code, status } = readS3Answer(error);
    if (status === 412) return { kind: 'name-taken' };
    if (status === 501 || code === 'NotImplemented') return { kind: 'unsupported', cause: error };
    if (isCorruption(code)) return { kind: 'checksum-mismatch' };
    // Without an object under the key, S3 answers the condition with 404.
    if (ifMatch !== undefined && code === 'NoSuchKey') return { kind: 'name-taken' };
    const kind = OUTCOMES[code];
    return kind ? { kind } : { kind: 'in-doubt', cause: error };
  }
}
