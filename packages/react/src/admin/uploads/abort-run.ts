import type {
  AdminAbortRequest,
  AdminAbortResult,
  UploadFilter,
  UploadToAdminister,
} from '@slipway/protocol';
import type { AdminClient } from '../admin-client.ts';

/** What to abort: chosen uploads, or all uploads of a filter that are old enough. */
export type AbortTarget =
  | { readonly kind: 'chosen'; readonly uploads: readonly UploadToAdminister[] }
  | {
      readonly kind: 'older';
      readonly filter: UploadFilter & { readonly olderThanSeconds: number };
    };

/** The sum of aborted uploads. */
export interface Freed {
  readonly uploads: number;
  readonly parts: number;
  /** Bytes. */
  readonly size: number;
  /** Uploads that failed to be examined or aborted. */
  readonly failed: number;
}

/** A batch sends two requests to S3 per upload. Small batches show progress, and stop soon after a click on Stop. */
const BATCH_SIZE = 100;

/**
 * Aborts in batches and yields the results of each. With `dryRun` it only reports what an abort would free.
 *
 * @throws UploadError when a whole batch fails. Earlier batches stay aborted
 */
export async function* abortInBatches(
  client: Pick<AdminClient, 'abortUploads'>,
  target: AbortTarget,
  { dryRun, signal }: { readonly dryRun: boolean; readonly signal: AbortSignal },
): AsyncGenerator<readonly AdminAbortResult[]> {
  if (target.kind === 'chosen') {
    for (let at = 0; at < target.uploads.length && !signal.aborted; at += BATCH_SIZE) {
      const uploads = target.uploads
        .slice(at, at + BATCH_SIZE)
        .map(({ objectKey, uploadId }) => ({ objectKey, uploadId }));
      yield (await client.abortUploads({ uploads, dryRun }, signal)).uploads;
    }
    return;
  }
  let cursor: string | undefined;
  do {
    const request: AdminAbortRequest = { ...target.filter, limit: BATCH_SIZE, cursor, dryRun };
    const answer = await client.abortUploads(request, signal);
    yield answer.uploads;
    cursor = answer.cursor;
  } while (cursor !== undefined && !signal.aborted);
}

/** Adds up results. */
export function sumFreed(results: readonly AdminAbortResult[]): Freed {
  let parts = 0;
  let size = 0;
  let failed = 0;
  for (const { freed } of results) {
    if (!freed) failed += 1;
    parts += freed?.partCount ?? 0;
    size += freed?.size ?? 0;
  }
  return { uploads: results.length, parts, size, failed };
}
