import {
  type AcceptedMethod,
  CHECKSUMS,
  type PartToPresign,
  type PresignedPart,
  partRange,
  UploadError,
} from '@slipway/protocol';
import { NONCE_NAME } from '../object/metadata.ts';
import type { ObjectHeaders } from '../s3/s3-gateway.ts';
import { assertChecksum } from '../service/part-checksums.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { publicFacts } from '../service/service-event.ts';
import { planOf, type UploadClaims } from '../token/upload-claims.ts';

/** What presigning needs. */
export type PresignContext = Pick<ServiceContext, 'gateway' | 'overwrite' | 'uniqueKeys'>;

/**
 * Presigns some parts of one upload.
 *
 * @throws UploadError `invalid-request` if the plan has no such part, before any call to S3
 */
export async function presignUpload(
  context: PresignContext,
  claims: UploadClaims,
  parts: readonly PartToPresign[],
  accepts: readonly AcceptedMethod[] = [],
): Promise<readonly PresignedPart[]> {
  assertParts(claims, parts);
  const { uploadId, integrity, size } = claims;
  const { gateway } = context;
  if (uploadId !== undefined) {
    const plan = planOf(claims);
    const sized = parts.map(({ partNumber, checksum }) => ({
      partNumber,
      checksum,
      size: partRange(plan, size, partNumber).size,
    }));
    const otherHosts = accepts.includes('other-hosts');
    return gateway.presignParts({ ...claims, uploadId }, sized, integrity, { otherHosts });
  }
  return Promise.all(parts.map((part) => presignSingle(context, claims, part, accepts)));
}

/**
 * A form has no `If-None-Match`, and a client can send it again until it expires. So the key must be unique, or
 * overwriting allowed. The gateway signs a form only with SHA-256, and here only for the checksum in the token, so that no
 * two requests of one upload have different bytes. A PUT has `If-None-Match`, unless the key may have an object that it
 * may replace.
 *
 * @throws UploadError `invalid-request` for other bytes than the token's, or if SHA-256 has to bind a PUT that may replace
 *   an object, and the token has none
 */
async function presignSingle(
  { gateway, overwrite, uniqueKeys }: PresignContext,
  claims: UploadClaims,
  { checksum }: PartToPresign,
  accepts: readonly AcceptedMethod[],
): Promise<PresignedPart> {
  const { integrity, size, checksum: sealed } = claims;
  const mayReplace = overwrite && !uniqueKeys;
  if (sealed !== undefined && checksum !== sealed) throw otherBytes();
  if (sealed === undefined && mayReplace && CHECKSUMS[integrity]?.inForms) {
    throw new UploadError('invalid-request', {
      message:
        'Uploads that may replace an object need the checksum of the file in the create request.',
    });
  }
  const { ifMatch } = claims;
  const put = {
    ...objectHeaders(claims),
    size,
    integrity,
    checksum,
    overwrite: mayReplace,
    ifMatch,
  };
  const isOpen = (overwrite || uniqueKeys) && ifMatch === undefined;
  const mayBeForm = sealed !== undefined && isOpen && accepts.includes('post');
  const form = mayBeForm ? await gateway.presignPost(claims, put) : undefined;
  return form ?? gateway.presignPut(claims, put);
}

/** The upload is bound to other bytes. */
export function otherBytes(): UploadError {
  return new UploadError('invalid-request', {
    message:
      'The upload was created for a file with another checksum. Create an upload for this one.',
  });
}

/** Emits the event for new presigned URLs. */
export function tellPresigned(
  { tell }: Pick<ServiceContext, 'tell'>,
  claims: UploadClaims,
  { length: partCount }: readonly PresignedPart[],
): void {
  if (partCount > 0) tell({ type: 'parts-presigned', ...publicFacts(claims), partCount });
}

/** The headers of the stored object, whether the browser sends parts, a PUT or a form. */
export function objectHeaders(claims: UploadClaims): ObjectHeaders {
  const { storedAs, checksumType, contentType, contentDisposition, metadata, nonce } = claims;
  return {
    ...storedAs,
    checksumType,
    contentType,
    contentDisposition,
    metadata: { ...metadata, [NONCE_NAME]: nonce },
  };
}

/** @throws UploadError `invalid-request` for a part number beyond the plan or listed twice, or a wrong checksum */
export function assertParts(
  { partCount, integrity }: Pick<UploadClaims, 'partCount' | 'integrity'>,
  parts: readonly PartToPresign[],
): void {
  const seen = new Set<number>();
  for (const { partNumber, checksum } of parts) {
    if (seen.has(partNumber)) {
      throw new UploadError('invalid-request', {
        message: `Part ${partNumber} is listed twice.`,
      });
    }
    seen.add(partNumber);
    if (partNumber > partCount) {
      throw new UploadError('invalid-request', {
        message: `There is no part ${partNumber}: the upload has ${partCount}.`,
      });
    }
    assertChecksum(integrity, checksum);
  }
}
