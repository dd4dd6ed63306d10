import { failure } from '../retry/failure.ts';
import type { Prepared } from './prepare.ts';
import type { RunScope } from './run-scope.ts';

/** Reads the parts that S3 already holds while others are sent. They count once they prove to belong to this file. */
export async function verifyStored(
  { onProgress, signal }: RunScope,
  { created: { checksums }, ledger }: Prepared,
): Promise<void> {
  for (const { partNumber, etag, checksum } of ledger.stored) {
    const own = await checksums?.compute(partNumber, signal);
    if (checksums && own !== checksum) throw failure('checksum-mismatch');
    ledger.finish(partNumber, etag);
    onProgress();
  }
}
