import type { UploadPartsResponse, UploadToAdminister } from '@slipway/protocol';
import { readExpectedSize } from '../create/expected-size.ts';
import { uploadNotFound } from '../service/failures.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { AdminContext } from './admin-context.ts';
import { holdings } from './list-unfinished.ts';

/**
 * Returns the parts of one unfinished upload.
 *
 * @throws UploadError `forbidden` outside of the owner's prefix, `upload-not-found`
 */
export async function showParts(
  { storage, keys }: AdminContext,
  context: Pick<ServiceContext, 'store' | 'report'>,
  upload: UploadToAdminister,
): Promise<UploadPartsResponse> {
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
