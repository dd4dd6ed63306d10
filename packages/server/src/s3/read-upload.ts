import { ListPartsCommand } from '@aws-sdk/client-s3';
import type { Integrity, StoredPart } from '@slipway/protocol';
import { multipartInput } from './address-input.ts';
import { findChecksum, integrityOf, readChecksum } from './checksum-fields.ts';
import { customerKeyInput } from './customer-key.ts';
import { unlessMissing } from './missing.ts';
import { type StorageClient, send } from './s3-client.ts';
import type { MultipartAddress } from './s3-gateway.ts';

/** All that S3 says of one unfinished upload. */
export interface UploadAsListed {
  /** In the order of their numbers. */
  readonly parts: readonly StoredPart[];
  /** Which checksum the parts have, where S3 keeps one. */
  readonly integrity: Integrity | undefined;
  readonly storageClass: string | undefined;
  /** When the bucket's lifecycle rule will abort the upload. */
  readonly abortDate: Date | undefined;
}

/**
 * ListParts, all pages; `undefined` when S3 knows no such upload. Of the parts' checksums those of
 * `expected` are read, or whichever they have.
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
    for (const part of page.Parts ?? []) {
      parts.push({
        partNumber: part.PartNumber ?? 0,
        size: part.Size ?? 0,
        etag: part.ETag ?? '',
        checksum: expected ? readChecksum(part, expected) : findChecksum(part)?.value,
      });
    }
    const next = page.IsTruncated ? page.NextPartNumberMarker : undefined;
    // A store that says "more" without saying where would be asked for ever.
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
