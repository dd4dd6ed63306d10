import type { Integrity, PresignedPart } from '@slipway/protocol';
import type { StorageClient } from './deadlines.ts';
import { presignParts } from './presign.ts';
import type { MultipartAddress, PartToSign } from './s3-gateway.ts';
import type { PresignOptions } from './signing-time.ts';

/**
 * Presigns parts for several addresses of one bucket in turn: browsers open six connections to each host. A part
 * goes to the same address whenever it is presigned.
 *
 * @param clients of one bucket each, by different addresses; the first is the one that the backend itself uses
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
  // In the order in which they were asked for.
  const next = byHost.map((presigned) => presigned.values());
  return parts.flatMap((part) => {
    const host = hostOf(part);
    const presigned = next[host]?.next().value;
    if (!presigned) return [];
    return host === 0 ? presigned : { ...presigned, otherHost: true };
  });
}
