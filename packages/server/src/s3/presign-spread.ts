import type { Integrity, PresignedPart } from '@slipway/protocol';
import type { StorageClient } from './deadlines.ts';
import { presignParts } from './presign.ts';
import type { MultipartAddress, PartToSign } from './s3-gateway.ts';
import type { PresignOptions } from './signing-time.ts';

/**
 * Presigns parts for several addresses of one bucket in turn, because a browser opens at most six connections to each
 * host. A part gets the same address each time it is presigned.
 *
 * @param clients one per address of the same bucket. The backend itself uses the first.
 */
export async function presignSpread(
  clients: readonly StorageClient[],
  upload: MultipartAddress,
  parts: readonly PartToSign[],
  integrity: Integrity,
  options: PresignOptions,
): Promise<readonly PresignedPart[]> {
  const hostOf = ({ partNumber }: Pick<PartToSign, 'partNumber'>) =>
    (partNumber - 1) % clients.length;
  const byHost = await Promise.all(
    clients.map((client, host) => {
      const own = parts.filter((part) => hostOf(part) === host);
      return presignParts(client, upload, own, integrity, options);
    }),
  );
  // Restores the order of the request.
  const next = byHost.map((presigned) => presigned.values());
  return parts.flatMap((part) => {
    const host = hostOf(part);
    const presigned = next[host]?.next().value;
    if (!presigned) return [];
    return host === 0 ? presigned : { ...presigned, otherHost: true };
  });
}
