import type { FileFacts, Integrity } from '@slipway/protocol';
import { findBucketFault } from '../object/find-bucket-fault.ts';
import { findIntegrityFault } from '../object/find-integrity-fault.ts';
import { findObjectFault } from '../object/find-object-fault.ts';
import type { ObjectOptions, ObjectOptionsFunction } from '../object/object-options.ts';
import { objectOptionsSchema } from '../object/object-options-schema.ts';
import type { Principal } from '../principal.ts';
import { storageMisconfigured } from './failures.ts';

/** What {@link createObjectOptions} needs. */
export interface ObjectOptionsSource {
  readonly bucket: string;
  readonly object: ObjectOptions | ObjectOptionsFunction;
  /** The integrity mode of every upload, if the policy fixes one. */
  readonly integrity: Integrity | undefined;
  /** Now, in milliseconds since the epoch. */
  readonly now: () => number;
}

/** @throws UploadError `storage-misconfigured` for options that S3 would refuse. Its cause says why */
export type ChooseObjectOptions = (file: FileFacts, principal: Principal) => Promise<ObjectOptions>;

/**
 * Returns the function that chooses and checks an object's options.
 *
 * @throws TypeError if the options are the same for all files and S3 would refuse them
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
    // Check constant options again: the date of a lock may have passed.
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
