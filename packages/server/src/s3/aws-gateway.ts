import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
} from '@aws-sdk/client-s3';
import type { Integrity, StoredPart } from '@slipway/protocol';
import { addressInput, multipartInput } from './address-input.ts';
import { checksumFields, readChecksum } from './checksum-fields.ts';
import { completeMultipart } from './complete-multipart.ts';
import { createMultipart } from './create-multipart.ts';
import { presignParts, presignPut } from './presign.ts';
import { presignPost, type SmallFiles } from './presign-post.ts';
import { type S3Client, send } from './s3-client.ts';
import type { MultipartAddress, S3Gateway } from './s3-gateway.ts';
import type { PresignOptions } from './signing-time.ts';
import { readS3Answer, toUploadError } from './storage-failure.ts';

/** How the storage is used. */
export interface GatewayOptions extends PresignOptions {
  /** @defaultValue `post` for S3 itself, `put` for other stores: some have no forms */
  readonly smallFiles?: SmallFiles | undefined;
}

/** The storage behind an S3 client of the AWS SDK. The client is used as it is and never changed. */
export function createAwsGateway(client: S3Client, options: GatewayOptions): S3Gateway {
  return {
    createMultipartUpload: (object, headers, integrity) =>
      orUploadError(createMultipart(client, object, headers, integrity)),
    presignParts: (upload, parts, integrity) =>
      orUploadError(presignParts(client, upload, parts, integrity, options)),
    presignPut: (object, put) => orUploadError(presignPut(client, object, put, options)),
    presignPost: (object, put) => orUploadError(presignPost(client, object, put, options)),
    listParts: (upload, integrity) => orUploadError(listParts(client, upload, integrity)),
    complete: (upload, request) => completeMultipart(client, upload, request),
    async abort(upload) {
      const command = new AbortMultipartUploadCommand(multipartInput(upload));
      await orUploadError(unlessMissing(send(client, command)));
    },
    async head(object, integrity) {
      const command = new HeadObjectCommand({
        ...addressInput(object),
        ...(checksumFields(integrity) && { ChecksumMode: 'ENABLED' }),
      });
      const answer = await orUploadError(unlessMissing(send(client, command)));
      return (
        answer && {
          size: answer.ContentLength ?? 0,
          etag: answer.ETag ?? '',
          metadata: answer.Metadata ?? {},
          checksum: readChecksum(answer, integrity),
        }
      );
    },
    async delete(object) {
      const command = new DeleteObjectCommand(addressInput(object));
      await orUploadError(unlessMissing(send(client, command)));
    },
  };
}

async function listParts(
  client: S3Client,
  upload: MultipartAddress,
  integrity: Integrity,
): Promise<readonly StoredPart[] | undefined> {
  const parts: StoredPart[] = [];
  let marker: string | undefined;
  do {
    const command = new ListPartsCommand({ ...multipartInput(upload), PartNumberMarker: marker });
    const page = await unlessMissing(send(client, command));
    if (!page) return undefined;
    for (const part of page.Parts ?? []) {
      parts.push({
        partNumber: part.PartNumber ?? 0,
        size: part.Size ?? 0,
        etag: part.ETag ?? '',
        checksum: readChecksum(part, integrity),
      });
    }
    // A store that says "more" without saying where would be asked for ever.
    const next = page.IsTruncated ? page.NextPartNumberMarker : undefined;
    marker = next === marker ? undefined : next;
  } while (marker !== undefined);
  return parts.sort((a, b) => a.partNumber - b.partNumber);
}

/** Ceph answers NoSuchKey for an unknown upload; HEAD answers have no code but NotFound. */
const MISSING = new Set(['NoSuchUpload', 'NoSuchKey', 'NotFound']);

async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (MISSING.has(readS3Answer(error).code)) return undefined;
    throw error;
  }
}

async function orUploadError<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw toUploadError(error);
  }
}
