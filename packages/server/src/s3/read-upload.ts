import { ListPartsCommand } from '@aws-sdk/client-s3';
import type { Integrity, StoredPart } from '@slipway/protocol';
import { multipartInput } from './address-input.ts';
import { findChecksum, integrityOf, readChecksum } from './checksum-fields.ts';
import { customerKeyInput } from './customer-key.ts';
import { unlessMissing } from './missing.ts';
import { type StorageClient, send } from './s3-client.ts';
import type { MultipartAddress } from './s3-gateway.ts';
import { notFromS3 } from './storage-failure.ts';

/** Everything that S3 reports about one unfinished upload. */
export interface UploadAsListed {
  /** Sorted by part number. */
  readonly parts: readonly StoredPart[];
  /** The integrity mode of the parts, if S3 keeps their checksums. */
  readonly integrity: Integrity | undefined;
  readonly storageClass: string | undefined;
  /** When a lifecycle rule of the bucket aborts the upload. */
  readonly abortDate: Date | undefined;
}

/**
 * Reads all pages of ListParts. Returns `undefined` if S3 does not know the upload. Reads the checksums of mode
 * `expected`, or of any mode by default.
 */
export async function readUpload(
  client: StorageClient,
  upload: MultipartAddress,
  expected?: Integrity,
): Promise<UploadAsListed | undefined> {
  const input = { ...multipartInput(upload), ...(await customerKeyInput(client, upload)) };
  const parts: StoredPart[] = [];
  for (let marker: string | undefined; ; ) {
    const command = new ListPartsCommand({ ...input, PartNumberMarker: marker });
    const page = await unlessMissing(send(client, command));
    if (!page) return undefined;
    if (!page.UploadId) throw notFromS3('ListParts', 'UploadId');
    for (const part of page.Parts ?? []) {
      parts.push({
        partNumber: part.PartNumber ?? 0,
        size: part.Size ?? 0,
        etag: part.ETag ?? '',
        checksum: expected ? readChecksum(part, expected) : findChecksum(part)?.value,
      });
    }
    const next = page.IsTruncated ? page.NextPartNumberMarker : undefined;
    // Without a new marker the loop would never end, even if the store says "more".
    if (next === undefined || next === marker) {
      return {
        parts: parts.sort((a, b) => a.partNumber - b.partNumber),
        integrity: integrityOf(page.ChecksumAlgorithm),
        storageClass: page.StorageClass,
        abortDate: page.AbortDate,
      };
    }
    marker = next;
  }
}
