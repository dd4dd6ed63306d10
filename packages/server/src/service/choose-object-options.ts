import type { FileFacts, Integrity } from '@slipway/protocol';
import { findBucketFault } from '../object/find-bucket-fault.ts';
import { findIntegrityFault } from '../object/find-integrity-fault.ts';
import { findObjectFault } from '../object/find-object-fault.ts';
import type { ObjectOptions, ObjectOptionsFunction } from '../object/object-options.ts';
import { objectOptionsSchema } from '../object/object-options-schema.ts';
import type { Principal } from '../principal.ts';
import { storageMisconfigured } from './failures.ts';

/** How options of objects are chosen. */
export interface ObjectOptionsSource {
  readonly bucket: string;
  readonly object: ObjectOptions | ObjectOptionsFunction;
  /** Of every upload, where it is known beforehand. */
  readonly integrity: Integrity | undefined;
  /** Now, in milliseconds since the epoch. */
  readonly now: () => number;
}

/** @throws UploadError `storage-misconfigured` for options that S3 would refuse; why is in its cause */
export type ChooseObjectOptions = (file: FileFacts, principal: Principal) => Promise<ObjectOptions>;

/**
 * Makes the function that chooses an object's options, and checks them before S3 does.
 *
 * @throws TypeError when the options are the same for all files and S3 would refuse them
 */
export function createObjectOptions(source: ObjectOptionsSource): ChooseObjectOptions {
  const { bucket, object, integrity, now } = source;
  if (typeof object !== 'function') {
    const fault = findFault(bucket, object, now());
    if (fault) throw new TypeError(`object: ${fault}.`);
  }
  const unfit = findIntegrityFault(bucket, typeof object === 'function' ? {} : object, integrity);
  if (unfit) throw new TypeError(`policy.integrity: ${unfit}.`);
  return async (file, principal) => {
    const options = typeof object === 'function' ? await object(file, principal) : object;
    // A constant as well: the date of its lock may have passed.
    const fault = findFault(bucket, options, now());
    if (fault) throw storageMisconfigured(new TypeError(`object: ${fault}.`));
    return options;
  };
}

function findFault(bucket: string, options: ObjectOptions, nowMs: number): string | undefined {
  const { error } = objectOptionsSchema.safeParse(options);
  if (error) {
    const [issue] = error.issues;
    return `${issue?.path.join('.') ?? ''} ${issue?.message ?? 'cannot be used'}`.trim();
  }
  return findBucketFault(bucket, options) ?? findObjectFault(options, nowMs);
}
