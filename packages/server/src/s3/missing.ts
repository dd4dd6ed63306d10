import { readS3Answer } from './storage-failure.ts';

/** Ceph answers NoSuchKey for an unknown upload; HEAD answers have no code but NotFound. */
const MISSING = new Set(['NoSuchUpload', 'NoSuchKey', 'NotFound']);

/** What S3 answered, or `undefined` when it says that there is nothing. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (MISSING.has(readS3Answer(error).code)) return undefined;
    throw error;
  }
}
