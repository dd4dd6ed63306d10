import type { Clock } from '../clock.ts';
import type { KeyOwnerOptions } from '../keys/key-space.ts';
import type { ObjectKeyOptions } from '../keys/object-key.ts';
import type { LimitOptions } from '../limits/limit-options.ts';
import type { ObjectOptions, ObjectOptionsFunction } from '../object/object-options.ts';
import type { SharedStore } from '../store/shared-store.ts';
import type { TokenKey } from '../token/token-key.ts';
import type { FailureDetails } from './exchange.ts';
import type { PolicyOption } from './policy-schema.ts';
import type { ServiceObserver } from './service-event.ts';
import type { UploadHooks } from './upload-hooks.ts';

/** The owner's options for uploads, independent of the web framework. */
export interface UploadServiceOptions
  extends UploadHooks,
    LimitOptions,
    ObjectKeyOptions,
    KeyOwnerOptions {
  /** Name of the bucket that uploads go to. */
  readonly bucket: string;
  /**
   * Keys that seal upload tokens. The first key seals, and all keys open. To rotate, put a new key first and drop the old
   * one after {@link uploadLifetimeSeconds}. Every replica needs the same keys.
   */
  readonly tokenKeys: readonly TokenKey[];
  /** What a caller may upload. A function is called once for each request. @defaultValue everything that S3 can hold */
  readonly policy?: PolicyOption | undefined;
  /**
   * Whether to read each object's first bytes (64 KiB, by a ranged GET) before accepting it. An object whose bytes
   * contradict its claimed type is deleted, and the upload fails with `type-not-allowed`.
   *
   * Bytes contradict the type if they have the signature of another kind of type (a program that claims to be an image),
   * or lack the signature that the claimed type starts with. Within a kind (a JPEG that claims to be a PNG), the policy
   * has to allow the real type. A format without a signature cannot be checked, but a text must not contain a NUL. If the
   * browser knew no type, the file's extension is the claim.
   *
   * @defaultValue false
   */
  readonly verifyType?: boolean | undefined;
  /**
   * What S3 stores with objects (ACL, encryption, storage class, tags, lock and so on): the same for all files, or chosen
   * by a function for each file. Options that S3 would reject are a TypeError when the service is created. From a
   * function they fail the file with `storage-misconfigured`, and {@link onError} gets the cause.
   *
   * @defaultValue nothing: the bucket's own settings
   */
  readonly object?: ObjectOptions | ObjectOptionsFunction | undefined;
  /** Whether an upload may replace an object of the same key. Only has an effect with your own {@link objectKey}. @defaultValue false */
  readonly overwrite?: boolean | undefined;
  /** Names of user metadata that browsers may set, in lower case. @defaultValue none */
  readonly metadataNames?: readonly string[] | undefined;
  /**
   * Who can resume an upload after a reload or a crash. `same-browser`: the browser that holds its token. `any-device`:
   * also the same caller with the same file on another device.
   *
   * With `any-device`, each create of several parts lists S3's unfinished uploads (it needs
   * `s3:ListBucketMultipartUploads`) and finds those whose key contains the `id` that {@link objectKey} gets. All options
   * of the file, except dates, have to be the same as before. Otherwise a new upload is created.
   *
   * @defaultValue `same-browser`
   */
  readonly resume?: 'same-browser' | 'any-device' | undefined;
  /** How long one upload may take, in seconds. @defaultValue 7 days */
  readonly uploadLifetimeSeconds?: number | undefined;
  /**
   * Called for every failure. The error's `cause` is what S3 said. No browser sees it.
   *
   * @defaultValue one line on stderr for each failure of the server or the storage
   */
  readonly onError?: ((error: unknown, details: FailureDetails) => void) | undefined;
  /**
   * Called for every event, for metrics and audit logs. Fire and forget: what it throws goes to {@link onError}.
   *
   * @defaultValue none
   */
  readonly onEvent?: ServiceObserver | undefined;
  /**
   * What replicas share: how uploads ended, what callers have reserved, and how often they call. Several replicas need a
   * store that all of them reach. Otherwise each replica calls the hooks and grants the limits on its own.
   *
   * @defaultValue this process's memory
   */
  readonly store?: SharedStore | undefined;
  /** Where time comes from. @defaultValue the machine's clock */
  readonly clock?: Clock | undefined;
}
