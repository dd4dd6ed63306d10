import type { Clock } from '../clock.ts';
import type { S3ClientLike } from '../s3/s3-client-like.ts';
import type { BucketAddress } from '../s3/s3-gateway.ts';
import type { SharedStore } from '../store/shared-store.ts';
import type { TokenKey } from '../token/token-key.ts';
import type { Tracing } from '../tracing.ts';
import type { SweeperEvent } from './sweeper-event.ts';

/** What a sweeper aborts, and when. */
export interface SweeperOptions extends BucketAddress {
  /**
   * The client that lists and aborts. In addition to the permissions for uploads it needs
   * `s3:ListBucketMultipartUploads`.
   */
  readonly s3: S3ClientLike;
  /** The router's `prefix`. Only uploads below it are swept. @defaultValue `uploads` */
  readonly prefix?: string | undefined;
  /** The router's `uploadLifetimeSeconds`. @defaultValue 7 days */
  readonly uploadLifetimeSeconds?: number | undefined;
  /**
   * Uploads older than this many seconds are aborted. A value below {@link uploadLifetimeSeconds} is a TypeError unless
   * {@link abortsLiving} is set, because browsers could still resume these uploads.
   *
   * @defaultValue an hour more than `uploadLifetimeSeconds`
   */
  readonly olderThanSeconds?: number | undefined;
  /** Whether to abort uploads that their browsers could still resume. @defaultValue false */
  readonly abortsLiving?: boolean | undefined;
  /** Seconds from the end of one sweep to the next. @defaultValue 3,600 */
  readonly intervalSeconds?: number | undefined;
  /**
   * Shared by all replicas: the same store as the router's. With it, one replica sweeps in each interval, and swept
   * uploads release their quota. Without it every replica sweeps, which is harmless.
   *
   * @defaultValue none
   */
  readonly store?: SharedStore | undefined;
  /**
   * The router's `tokenKeys`. With them and {@link store}, the sweeper also deletes objects that presigned URLs wrote
   * after their uploads had been aborted or refused, and small files that no client has completed by the end of their
   * lifetime. It looks for them every minute. The router does the same, but only while it gets requests.
   *
   * @defaultValue none
   */
  readonly tokenKeys?: readonly TokenKey[] | undefined;
  /** Called for every event. If it throws, the error is ignored. @defaultValue none */
  readonly onEvent?: ((event: SweeperEvent) => void) | undefined;
  /**
   * Makes a span for each sweep, and for each search for what presigned URLs wrote too late: `createOpenTelemetry` of
   * `@slipway/server/opentelemetry` creates one. @defaultValue none
   */
  readonly tracing?: Tracing | undefined;
  /** The sweeper's clock. @defaultValue the machine's clock */
  readonly clock?: Pick<Clock, 'now'> | undefined;
  /** Resolves after `ms` milliseconds, or as soon as `signal` aborts. @defaultValue the machine's timer */
  readonly wait?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
}
