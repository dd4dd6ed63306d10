import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { type ChecksumAlgorithm, createChecksummer } from '../checksums/algorithms.ts';
import { S3Error } from '../s3-error.ts';
import { orUndo } from './or-undo.ts';
import { type PreparedFile, preparedFile, type Staging, stagingPath } from './prepared-file.ts';

/** Bytes gathered before they are written: few large writes beat many small ones. */
const WRITE_BYTES = 256 * 1024;

/** Content that is safely on disk, not yet in place, with its digests. */
export interface ReceivedContent {
  readonly file: PreparedFile;
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly md5: string;
  /** Base64, by the algorithm asked for. */
  readonly checksum: string;
  readonly alsoChecksum: string | undefined;
}

/**
 * Streams content to a staging file, computing its digests on the way. Memory stays flat: while
 * one block is written the next is gathered, and the source waits for both.
 *
 * @throws S3Error `EntityTooLarge` over `maxBytes`; whatever the source throws. Then no file is left.
 */
export async function receiveContent(
  source: AsyncIterable<Buffer>,
  options: {
    readonly staging: Staging;
    readonly algorithm: ChecksumAlgorithm;
    /** Another one to be computed on the way. */
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
    const file = await open(path, 'wx');
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
        // A failure surfaces at the next await of `writing`; until then it is not unhandled.
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
  // A short write is how some file systems say that they are full: go on with the rest.
  const rest = Buffer.concat(blocks).subarray(bytesWritten);
  for (let done = 0; done < rest.length; ) {
    done += (await file.write(rest, done)).bytesWritten;
  }
}

/** The refusal of content that is too large. */
export function tooLarge(size: number, maxBytes: number): S3Error {
  return new S3Error('EntityTooLarge', undefined, { ProposedSize: size, MaxSizeAllowed: maxBytes });
}
