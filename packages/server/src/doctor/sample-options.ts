import type { ObjectOptions, ObjectOptionsFunction } from '../object/object-options.ts';

/** The file and the caller that a function of the owner gets from the doctor. */
const FILE = { name: 'slipway-doctor.txt', size: 9, type: 'text/plain' };
const CALLER = { subject: 'slipway-doctor' };
const TIMEOUT_MS = 10_000;

/**
 * The options that the doctor tries. A function gets a sample file. It may not know such a caller, or not answer. Then the doctor
 * tries no options.
 */
export async function sampleOptions(
  object: ObjectOptions | ObjectOptionsFunction | undefined,
): Promise<ObjectOptions | undefined> {
  if (typeof object !== 'function') return object;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, TIMEOUT_MS, undefined);
  });
  try {
    return await Promise.race([object(FILE, CALLER), late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
