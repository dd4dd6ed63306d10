import type { PageQuery, UploadFilter } from '@slipway/protocol';
import type { ListedUpload } from '../s3/s3-gateway.ts';
import type { AdminContext } from './admin-context.ts';
import { DEFAULT_LIMIT, readCursor, writeCursor } from './cursor.ts';

/** Some unfinished uploads that match a filter. */
export interface FoundUploads {
  readonly uploads: readonly ListedUpload[];
  /** Where the search continues, or `undefined` at its end. */
  readonly cursor: string | undefined;
}

/** S3 cannot filter by age. A search for few old uploads among many reads at most this many pages. */
const MAX_PAGES_OF_S3 = 10;

/**
 * Finds unfinished uploads by filter, in S3's order.
 *
 * @throws UploadError `forbidden` for a prefix outside of the owner's, `invalid-request` for a bad cursor
 */
export async function findUploads(
  { storage, keys, now }: AdminContext,
  query: UploadFilter & PageQuery,
): Promise<FoundUploads> {
  const { olderThanSeconds, limit = DEFAULT_LIMIT } = query;
  const prefix = keys.prefixOf(query);
  const from = readCursor(query.cursor);
  if (prefix === undefined) return { uploads: [], cursor: undefined };
  const before =
    olderThanSeconds === undefined ? undefined : (from?.before ?? now() - olderThanSeconds * 1_000);
  const fits = ({ objectKey, initiatedAt }: ListedUpload) =>
    (before === undefined || initiatedAt.getTime() <= before) && keys.fits(objectKey, query);

  const uploads: ListedUpload[] = [];
  let after = from?.after;
  for (let pages = 0; pages < MAX_PAGES_OF_S3 && uploads.length < limit; pages += 1) {
    // Never more than still fit: only S3 knows where its next page starts, so none may be dropped.
    const pageSize = limit - uploads.length;
    const page = await storage.listUploads({ prefix, after, pageSize });
    uploads.push(...page.uploads.filter(fits));
    if (!page.next) return { uploads, cursor: undefined };
    after = page.next;
  }
  return { uploads, cursor: after && writeCursor({ after, before }) };
}
