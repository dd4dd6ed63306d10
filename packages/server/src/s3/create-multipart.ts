import { CreateMultipartUploadCommand } from '@aws-sdk/client-s3';
import type { Integrity } from '@slipway/protocol';
import { readEncryptionContext } from '../object/header-values.ts';
import { addressInput } from './address-input.ts';
import { checksumFields } from './checksum-fields.ts';
import { customerKeyInput } from './customer-key.ts';
import { objectInput } from './object-input.ts';
import { type StorageClient, send } from './s3-client.ts';
import type { CreatedMultipart, ObjectAddress, ObjectHeaders } from './s3-gateway.ts';
import { readS3Answer } from './storage-failure.ts';

/** Sends CreateMultipartUpload and declares the checksum of the integrity mode. */
export async function createMultipart(
  client: StorageClient,
  object: ObjectAddress,
  headers: ObjectHeaders,
  integrity: Integrity,
): Promise<CreatedMultipart> {
  const declared = checksumFields(integrity);
  const answer = await send(
    client,
    new CreateMultipartUploadCommand({
      ...addressInput(object),
      ...(await customerKeyInput(client, object)),
      ...objectInput(headers),
      ChecksumAlgorithm: declared?.algorithm,
      ChecksumType: declared && (headers.checksumType ?? declared.type),
    }),
  ).catch((error: unknown) => {
    const { status } = readS3Answer(error);
    if (status === undefined || status >= 300) throw error;
    throw orphaned(object, error);
  });
  if (!answer.UploadId) throw orphaned(object, new Error('S3 returned no UploadId.'));
  return {
    uploadId: answer.UploadId,
    abortDate: answer.AbortDate,
    abortRuleId: answer.AbortRuleId,
    serverSideEncryption: answer.ServerSideEncryption,
    sseKmsKeyId: answer.SSEKMSKeyId,
    sseKmsEncryptionContext: readEncryptionContext(answer.SSEKMSEncryptionContext),
    bucketKeyEnabled: answer.BucketKeyEnabled,
    sseCustomerAlgorithm: answer.SSECustomerAlgorithm,
    sseCustomerKeyMd5: answer.SSECustomerKeyMD5,
    requestCharged: answer.RequestCharged,
    checksumAlgorithm: answer.ChecksumAlgorithm,
    checksumType: answer.ChecksumType,
  };
}

/**
 * S3 has created the upload, but its ID is lost, so nothing can abort it here. The log names the key. The error keeps the
 * fields by which failures are classified.
 */
function orphaned({ objectKey }: ObjectAddress, cause: unknown): Error {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  error.message = `S3 created an upload for ${objectKey} and its answer cannot be read, so the upload stays unfinished. The \
sweeper, or the bucket's lifecycle rule, aborts it. ${error.message}`;
  return error;
}
