import type { UploadPartsResponse, UploadToAdminister } from '@slipway/protocol';
import { uploadNotFound } from '../service/failures.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { adminOf } from './admin-context.ts';
import { readExpectedSize } from '../create/expected-size.ts';
import { holdings } from './list-unfinished.ts';

/**
 * The parts of one unfinished upload.
 *
 * @throws UploadError `forbidden` outside of the owner's prefix, `upload-not-found`
 */
export async function showParts(
  context: ServiceContext,
  upload: UploadToAdminister,
): Promise<UploadPartsResponse> {
  const { storage, keys } = adminOf(context);
  keys.assertInside(upload.objectKey);
  const [stored, expectedSize] = await Promise.all([
    storage.readUpload(upload),
    readExpectedSize(context, upload.uploadId),
  ]);
  if (!stored) throw uploadNotFound();
  const { parts, integrity, storageClass, abortDate } = stored;
  return {
    parts,
    ...holdings(stored),
    expectedSize,
    integrity,
    storageClass,
    keptUntil: abortDate?.toISOString(),
  };
}
