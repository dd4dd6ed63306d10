import type { Clock } from '../clock.ts';
import type { KeyOwnerOptions } from '../keys/key-space.ts';
import type { ObjectKeyOptions } from '../keys/object-key.ts';
import type { LimitOptions } from '../limits/limit-options.ts';
import type { ObjectOptions, ObjectOptionsFunction } from '../object/object-options.ts';
import type { SharedStore } from '../store/shared-store.ts';
import type { TokenKey } from '../token/token-key.ts';
import type { Tracing } from '../tracing.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
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
   * Keys that seal upload tokens. The first key seals new tokens, and every key opens them. To rotate, add a
   * new key last on all replicas, then move it to the front, and drop the old one a day after
   * {@link uploadLifetimeSeconds} has passed.
   */
  readonly tokenKeys: readonly TokenKey[];
  /**
   * Names the router. A token works only at routers with the name of the router that created it, so that it cannot carry an
   * upload to a router with another policy or other hooks. Replicas of one router need the same name. Set different names
   * if two routers with the same bucket and prefix differ in anything else. If the name changes, browsers start their
   * unfinished uploads again. 1 to 128 characters.
   *
   * @defaultValue made from `bucket` and `prefix`
   */
  readonly name?: string | undefined;
  /** What a caller may upload. A function is called once for each request. @defaultValue everything S3 can store */
  readonly policy?: PolicyOption | undefined;
  /**
   * Whether to read each object's first bytes (64 KiB, by a ranged GET) before accepting it. An object whose bytes
   * contradict its claimed type is deleted, and the upload fails with `type-not-allowed`.
   *
   * Bytes contradict the type if they have the signature of another kind, such as a program that claims to be an image,
   * or lack the signature of the claimed type. Within a kind (a JPEG that claims to be a PNG), the policy must allow the
   * real type. Formats without a signature cannot be checked, but a text must not contain a NUL. If the browser knew
   * no type, the file's extension is the claim.
   *
   * If the policy names extensions, the bytes must fit the name's extension too, whatever type the file claims. Of an
   * extension without a known signature, only programs are refused.
   *
   * If the policy allows the type only by `image/*`, `audio/*`, `video/*` or `font/*`, the bytes must have the signature of
   * such a file. SVG must have the root element `svg`. List a type without a known signature by its name.
   *
   * @defaultValue false
   */
  readonly verifyType?: boolean | undefined;
  /**
   * Options that S3 stores with objects (ACL, encryption, storage class, tags, lock and so on). A function chooses them
   * for each file. If S3 would reject a constant option, creating the service throws a TypeError.
   * If a function returns it, the file fails with `storage-misconfigured`, and {@link onError} gets the cause.
   *
   * @defaultValue nothing: the bucket's own settings
   */
  readonly object?: ObjectOptions | ObjectOptionsFunction | undefined;
  /**
   * Whether an upload may replace an object of the same key. Needs your own {@link objectKey}. Also set
   * `policy.integrity` to `sha256`. With any other mode, a client can replace the object even after it is verified,
   * because its URL accepts forged bytes until it expires.
   *
   * @defaultValue false
   */
  readonly overwrite?: boolean | undefined;
  /** Names of user metadata that browsers may set, in lower case. @defaultValue none */
  readonly metadataNames?: readonly string[] | undefined;
  /**
   * Who can resume an upload after a reload or a crash. `same-browser`: the browser that holds its token.
   * `any-device`: also the same caller with the same file on another device.
   *
   * With `any-device`, each create of several parts lists S3's unfinished uploads, which needs
   * `s3:ListBucketMultipartUploads`. It finds uploads whose key contains the `id` that {@link objectKey} gets. If any
   * option of the file has changed, except dates, it creates a new upload.
   *
   * @defaultValue `same-browser`
   */
  readonly resume?: 'same-browser' | 'any-device' | undefined;
  /** How long one upload may take, in seconds. @defaultValue 7 days */
  readonly uploadLifetimeSeconds?: number | undefined;
  /**
   * How long a presigned URL is valid, in seconds. It also ends with the credentials that sign it.
   *
   * @defaultValue 900
   */
  readonly urlLifetimeSeconds?: number | undefined;
  /**
   * How long one call of `onCreated`, `onCompleted`, `onAborted`, `policy`, `object`, `authorize` or `authorizeAdmin` may
   * take, in seconds: 1 to 3,600. After that
   * the request fails, {@link onError} gets an error that names the function, and the browser asks again. The function cannot be
   * stopped. Its late result is ignored, and the next request calls it again. `onAborted` changes nothing either way.
   *
   * While `onCompleted` runs, other requests for its upload wait. Without a limit, one that hangs would make them wait for ever.
   *
   * @defaultValue 300
   */
  readonly hookTimeoutSeconds?: number | undefined;
  /**
   * Called for every failure, also for mistakes of callers, which anyone can make as often as they like: an `UploadError`
   * with a `status` below 500. Log only the others. Failures of {@link FailureDetails.route} `authorize` can also be
   * caused by anyone. The error's `cause` is the error of S3. No browser sees it. A failure that many requests share, such as a
   * Redis that does not answer, is reported once.
   *
   * @defaultValue one line on stderr for each failure of the server or the storage, without stack. Of the errors that
   *   `authorize` throws and that are no `UploadError`, at most 10 a minute
   */
  readonly onError?: ((error: unknown, details: FailureDetails) => void) | undefined;
  /**
   * Called for every event, for metrics and audit logs. Fire and forget: its errors go to {@link onError}.
   *
   * @defaultValue none
   */
  readonly onEvent?: ServiceObserver | undefined;
  /**
   * Makes spans for requests, calls to S3 and hooks. `createOpenTelemetry` of `@slipway/server/opentelemetry` creates it.
   *
   * @defaultValue none
   */
  readonly tracing?: Tracing | undefined;
  /**
   * The state that replicas share: how uploads ended, what callers reserved, and how often they call. Replicas need a
   * common store. Otherwise each replica calls the hooks and enforces the limits on its own.
   *
   * @defaultValue this process's memory
   */
  readonly store?: SharedStore | undefined;
  /**
   * Webhooks that `createWebhooks` made, with the same {@link store}. They tell another server how each upload began and ended.
   *
   * @defaultValue none
   */
  readonly webhooks?: Webhooks | undefined;
  /** The source of the time. @defaultValue the machine's clock */
  readonly clock?: Clock | undefined;
}
