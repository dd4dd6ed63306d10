import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { type ChecksumAlgorithm, createChecksummer } from '../checksums/algorithms.ts';
import { S3Error } from '../s3-error.ts';
import { orUndo } from './or-undo.ts';
import { PRIVATE_FILE } from './permissions.ts';
import { type PreparedFile, preparedFile, type Staging, stagingPath } from './prepared-file.ts';

/** Bytes to collect before a write. A few large writes are faster than many small ones. */
const WRITE_BYTES = 256 * 1024;

/** Content on disk with its digests, not yet in place. */
export interface ReceivedContent {
  readonly file: PreparedFile;
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly md5: string;
  /** Base64, computed with the requested algorithm. */
  readonly checksum: string;
  readonly alsoChecksum: string | undefined;
}

/**
 * Streams content to a staging file and computes its digests. Memory stays flat: it collects the next block while one
 * is written, and the source waits for both.
 *
 * @throws S3Error `EntityTooLarge` over `maxBytes`, and any error of the source. Then it leaves no file.
 */
export async function receiveContent(
  source: AsyncIterable<Buffer>,
  options: {
    readonly staging: Staging;
    readonly algorithm: ChecksumAlgorithm;
    /** A second algorithm to compute. */
    readonly alsoAlgorithm?: ChecksumAlgorithm | undefined;
    readonly maxBytes: number;
  },
): Promise<ReceivedContent> {
  const { staging, algorithm, alsoAlgorithm, maxBytes } = options;
  const path = stagingPath(staging);
  const md5 = createHash('md5');
  const checksummer = createChecksummer(algorithm);
  const also = alsoAlgorithm === undefined ? undefined : createChecksummer(alsoAlgorithm);
  const prepared = preparedFile(staging, path);
  let size = 0;
  const receive = async () => {
    const file = await open(path, 'wx', PRIVATE_FILE);
    let writing: Promise<unknown> = Promise.resolve();
    try {
      let gathered: Buffer[] = [];
      let gatheredBytes = 0;
      const flushGathered = async () => {
        const block = gathered;
        gathered = [];
        gatheredBytes = 0;
        await writing;
        writing = writeAll(file, block);
        // The next await of `writing` reports a failure. Until then it must not count as unhandled.
        writing.catch(() => {});
      };
      for await (const chunk of source) {
        size += chunk.length;
        if (size > maxBytes) throw tooLarge(size, maxBytes);
        md5.update(chunk);
        checksummer.update(chunk);
        also?.update(chunk);
        gathered.push(chunk);
        gatheredBytes += chunk.length;
        if (gatheredBytes >= WRITE_BYTES) await flushGathered();
      }
      if (gatheredBytes > 0) await flushGathered();
      await writing;
      if (staging.flush) await file.datasync();
    } finally {
      await writing.catch(() => {});
      await file.close();
    }
  };
  await orUndo(receive(), prepared.discard);
  return {
    file: prepared,
    size,
    md5: md5.digest('hex'),
    checksum: checksummer.digest().toString('base64'),
    alsoChecksum: also?.digest().toString('base64'),
  };
}

async function writeAll(
  file: Awaited<ReturnType<typeof open>>,
  blocks: readonly Buffer[],
): Promise<void> {
  const total = blocks.reduce((sum, block) => sum + block.length, 0);
  const { bytesWritten } = await file.writev(blocks);
  if (bytesWritten === total) return;
  // Some file systems report that they are full with a short write, so try to write the rest.
  const rest = Buffer.concat(blocks).subarray(bytesWritten);
  for (let done = 0; done < rest.length; ) {
    done += (await file.write(rest, done)).bytesWritten;
  }
}

/** The error for content that is too large. */
export function tooLarge(size: number, maxBytes: number): S3Error {
  return new S3Error('EntityTooLarge', undefined, { ProposedSize: size, MaxSizeAllowed: maxBytes });
}
