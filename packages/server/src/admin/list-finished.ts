import {
  type FinishedObject,
  type ListObjectsQuery,
  type ListObjectsResponse,
  UploadError,
} from '@slipway/protocol';
import type { ListedObject } from '../s3/list-objects.ts';
import { type BatchReporter, settleBatch } from '../service/batch.ts';
import type { AdminContext } from './admin-context.ts';
import { DEFAULT_LIMIT, readCursor, writeCursor } from './cursor.ts';

/**
 * Returns one page of finished objects. Details are optional, because they cost one request per object.
 *
 * @throws UploadError `forbidden` for a prefix outside of the owner's, `invalid-request` for a bad cursor
 */
export async function listFinished(
  { storage, keys }: AdminContext,
  context: BatchReporter,
  query: ListObjectsQuery,
): Promise<ListObjectsResponse> {
  const { limit = DEFAULT_LIMIT, details = false, download = false } = query;
  const prefix = keys.prefixOf(query);
  const after = readCursor(query.cursor)?.after.objectKey;
  if (prefix === undefined) return { objects: [] };
  const { objects, hasMore } = await storage.listObjects({
    prefix,
    after,
    limit,
  });
  const shown = objects.filter(({ objectKey }) => keys.fits(objectKey, query));
  const inspected = details
    ? await settleBatch(context, shown, async ({ objectKey }) => {
        const found = await storage.inspect(objectKey);
        if (found) return found;
        throw new UploadError('not-found', { message: 'The object is gone.' });
      })
    : [];
  const downloads = await Promise.all(
    shown.map(({ objectKey }) => (download ? storage.presignDownload(objectKey) : undefined)),
  );
  const describe = ({ modifiedAt, ...object }: ListedObject, i: number): FinishedObject => ({
    ...object,
    owner: keys.ownerOf(object.objectKey),
    modifiedAt: modifiedAt.toISOString(),
    details: inspected[i],
    download: downloads[i],
  });
  const last = objects.at(-1);
  return {
    objects: shown.map(describe),
    cursor: hasMore && last ? writeCursor({ after: { objectKey: last.objectKey } }) : undefined,
  };
}
