import type { DeleteObjectsRequest, DeleteObjectsResponse } from '@slipway/protocol';
import { type BatchReporter, settleBatch } from '../service/batch.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { AdminContext } from './admin-context.ts';

/**
 * Deletes finished objects, each with its own result. A key outside of the owner's prefix fails with `forbidden`. An
 * object that locks or rights protect fails with `storage-refused`. A versioned bucket keeps the version.
 */
export async function deleteObjects(
  { bucket, keys }: AdminContext,
  context: BatchReporter & Pick<ServiceContext, 'gateway'>,
  { objects }: DeleteObjectsRequest,
): Promise<DeleteObjectsResponse> {
  const results = await settleBatch(context, objects, async ({ objectKey }) => {
    keys.assertInside(objectKey);
    await context.gateway.delete({ ...bucket, objectKey });
    return { deleted: true as const };
  });
  return {
    objects: objects.map(({ objectKey }, i) => ({
      objectKey,
      ...(results[i] ?? { deleted: true as const }),
    })),
  };
}
