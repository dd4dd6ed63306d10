import { setTimeout as wait } from 'node:timers/promises';
import { abortMultipart } from '../finish/abort-uploads.ts';
import { listUploads } from '../s3/list-uploads.ts';
import type { StorageClient } from '../s3/s3-client.ts';
import type { BucketAddress, ListedUpload, S3Gateway } from '../s3/s3-gateway.ts';
import type { SweeperEvent, SweepReport } from './sweeper-event.ts';

/** Input of one sweep. */
export interface SweepOrder {
  readonly s3: StorageClient;
  readonly gateway: S3Gateway;
  readonly bucket: BucketAddress;
  /** Ends with a slash. */
  readonly prefix: string;
  /** The sweep aborts uploads created before this date. */
  readonly before: Date;
  readonly signal: AbortSignal | undefined;
  tell(event: SweeperEvent): void;
  /** Releases the quota of an aborted upload. */
  release(uploadId: string): Promise<void>;
}

/** Finishes a page in seconds, and leaves S3 capacity for uploads. */
const PARALLEL_ABORTS = 8;

/** Goes once through all unfinished uploads. Holds one page of 1,000 in memory. Never rejects. */
export async function sweepUploads(order: SweepOrder): Promise<SweepReport> {
  const { s3, bucket, prefix, before, signal, tell } = order;
  let seen = 0;
  let aborted = 0;
  let failed = 0;
  try {
    for await (const { uploads } of listUploads(s3, { ...bucket, prefix })) {
      seen += uploads.length;
      const old = uploads.filter(({ initiatedAt }) => initiatedAt < before).values();
      const worker = async () => {
        for (const upload of old) {
          if (signal?.aborted) return;
          if (await sweepUpload(order, upload)) aborted += 1;
          else failed += 1;
        }
      };
      await Promise.all(Array.from({ length: PARALLEL_ABORTS }, worker));
      if (signal?.aborted) return { seen, aborted, failed, isComplete: false };
    }
    return { seen, aborted, failed, isComplete: true };
  } catch (error) {
    tell({ type: 'sweep-failed', error });
    return { seen, aborted, failed, isComplete: false };
  }
}

/** Resolves with whether the upload was aborted. Two replicas can abort the same upload safely. */
async function sweepUpload(
  { gateway, tell, release }: SweepOrder,
  upload: ListedUpload,
): Promise<boolean> {
  const { objectKey, uploadId, initiatedAt } = upload;
  try {
    await abortMultipart({ gateway, wait: async (ms) => wait(ms) }, upload);
    tell({ type: 'upload-swept', objectKey, initiatedAt });
  } catch (error) {
    tell({ type: 'sweep-failed', error, objectKey });
    return false;
  }
  // If this fails, the reservation expires on its own.
  await release(uploadId).catch((error: unknown) => {
    tell({ type: 'sweep-failed', error, objectKey });
  });
  return true;
}
