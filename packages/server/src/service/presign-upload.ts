import { type PartToPresign, type PresignedPart, partRange, UploadError } from '@slipway/protocol';
import { NONCE_NAME } from '../object/metadata.ts';
import type { ObjectHeaders } from '../s3/s3-gateway.ts';
import { planOf, type UploadClaims } from '../token/upload-claims.ts';
import { assertChecksum } from './part-checksums.ts';
import type { ServiceContext } from './service-context.ts';
import { publicFacts } from './service-event.ts';

/**
 * Presigns some parts of one upload.
 *
 * @throws UploadError `invalid-request` when the plan has no such part, before S3 is asked anything
 */
export async function presignUpload(
  { gateway, overwrite }: Pick<ServiceContext, 'gateway' | 'overwrite'>,
  claims: UploadClaims,
  parts: readonly PartToPresign[],
): Promise<readonly PresignedPart[]> {
  assertParts(claims, parts);
  const { uploadId, integrity, size } = claims;
  if (uploadId !== undefined) {
    const plan = planOf(claims);
    const sized = parts.map(({ partNumber, checksum }) => ({
      partNumber,
      checksum,
      size: partRange(plan, size, partNumber).size,
    }));
    return gateway.presignParts({ ...claims, uploadId }, sized, integrity);
  }
  return Promise.all(
    parts.map(({ checksum }) =>
      gateway.presignPut(claims, {
        ...objectHeaders(claims),
        size,
        integrity,
        checksum,
        overwrite,
      }),
    ),
  );
}

/** Tells the observer of URLs that were made. */
export function tellPresigned(
  { tell }: Pick<ServiceContext, 'tell'>,
  claims: UploadClaims,
  { length: partCount }: readonly PresignedPart[],
): void {
  if (partCount > 0) tell({ type: 'parts-presigned', ...publicFacts(claims), partCount });
}

/** How an upload's object is stored, whichever way it gets there. */
export function objectHeaders(claims: UploadClaims): ObjectHeaders {
  const { storedAs, contentType, contentDisposition, metadata, nonce } = claims;
  return {
    ...storedAs,
    contentType,
    contentDisposition,
    metadata: { ...metadata, [NONCE_NAME]: nonce },
  };
}

/** @throws UploadError `invalid-request` for a part that the upload doesn't have, or has no use for */
export function assertParts(
  { partCount, integrity }: Pick<UploadClaims, 'partCount' | 'integrity'>,
  parts: readonly PartToPresign[],
): void {
  for (const { partNumber, checksum } of parts) {
    if (partNumber > partCount) {
      throw new UploadError('invalid-request', {
        message: `There is no part ${partNumber}: the upload has ${partCount}.`,
      });
    }
    assertChecksum(integrity, checksum);
  }
}
