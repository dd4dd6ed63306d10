import { ListPartsCommand } from '@aws-sdk/client-s3';
import type { Integrity, StoredPart } from '@slipway/protocol';
import { multipartInput } from './address-input.ts';
import { readChecksum } from './checksum-fields.ts';
import { customerKeyInput } from './customer-key.ts';
import { unlessMissing } from './missing.ts';
import { type S3Client, send } from './s3-client.ts';
import type { MultipartAddress } from './s3-gateway.ts';

/** ListParts, all pages, in the order of their numbers; `undefined` when S3 knows no such upload. */
export async function listParts(
  client: S3Client,
  upload: MultipartAddress,
  integrity: Integrity,
): Promise<readonly StoredPart[] | undefined> {
  const input = { ...multipartInput(upload), ...(await customerKeyInput(client, upload)) };
  const parts: StoredPart[] = [];
  let marker: string | undefined;
  do {
    const command = new ListPartsCommand({ ...input, PartNumberMarker: marker });
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
