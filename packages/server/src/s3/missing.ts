import { readS3Answer } from './storage-failure.ts';

/** Ceph returns NoSuchKey for an unknown upload. HEAD responses carry only NotFound. */
const MISSING = new Set(['NoSuchUpload', 'NoSuchKey', 'NotFound']);

/** Resolves with S3's response, or with `undefined` if S3 says "not found". */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (MISSING.has(readS3Answer(error).code)) return undefined;
    throw error;
  }
}
