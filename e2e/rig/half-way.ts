import { expect } from '@playwright/test';
import type { TestFile } from './files.ts';
import type { Lab } from './lab.ts';

/** Bytes per second: slow enough that tests can act during the upload. */
const SLOW = 16 * 1024 ** 2;

/**
 * Picks the file and waits until some of its parts are at S3, and some are not.
 *
 * @param pick how it is picked
 */
export async function uploadHalf(
  lab: Lab,
  film: TestFile,
  pick: (film: TestFile) => Promise<void> = (file) => lab.pick(file),
): Promise<void> {
  lab.s3.bytesPerSecond = SLOW;
  await pick(film);
  await expect.poll(() => lab.storage.storedParts().length, { timeout: 20_000 }).toBeGreaterThan(2);
}
