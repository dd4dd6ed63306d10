import type {
  AdminAbortRequest,
  AdminAbortResponse,
  AdminAbortResult,
  HeldParts,
  UploadToAdminister,
} from '@slipway/protocol';
import { type AbortMultipartContext, abortMultipart } from '../finish/abort-uploads.ts';
import { type BatchReporter, settleBatch } from '../service/batch.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { AdminContext } from './admin-context.ts';
import { findUploads } from './find-uploads.ts';
import { holdings } from './list-unfinished.ts';

type AbortContext = BatchReporter & AbortMultipartContext & Pick<ServiceContext, 'quotas'>;

const NOTHING: HeldParts = { partCount: 0, size: 0 };

/**
 * Aborts the named uploads, or the next batch of uploads that are old enough. Each has its own result.
 *
 * @throws UploadError `forbidden` for a prefix outside of the owner's, `invalid-request` for a bad cursor
 */
export async function abortUnfinished(
  admin: AdminContext,
  context: AbortContext,
  request: AdminAbortRequest,
): Promise<AdminAbortResponse> {
  const { dryRun = false } = request;
  if ('uploads' in request)
    return { uploads: await abortEach(admin, context, request.uploads, dryRun) };
  const { uploads, cursor } = await findUploads(admin, request);
  return { uploads: await abortEach(admin, context, uploads, dryRun), cursor };
}

async function abortEach(
  { bucket, keys, storage }: AdminContext,
  context: AbortContext,
  uploads: readonly UploadToAdminister[],
  dryRun: boolean,
): Promise<readonly AdminAbortResult[]> {
  const results = await settleBatch(context, uploads, async ({ objectKey, uploadId }) => {
    keys.assertInside(objectKey);
    const stored = await storage.readUpload({ objectKey, uploadId });
    if (stored && !dryRun) {
      await abortMultipart(context, { ...bucket, objectKey, uploadId });
      await context.quotas.releaseSwept(uploadId);
    }
    return { freed: stored ? holdings(stored) : NOTHING };
  });
  return uploads.map(({ objectKey, uploadId }, i) => ({
    objectKey,
    uploadId,
    ...(results[i] ?? { freed: NOTHING }),
  }));
}
