import type { QuotaOption } from './quotas.ts';
import type { RateLimits } from './rate-limits.ts';

/** Limits for callers. */
export interface LimitOptions {
  /**
   * How much a caller may upload. Create reserves a share. The share is released when the upload is completed,
   * is aborted or expires. Create refuses an upload beyond the quota with `quota-exceeded`. The counts are in
   * {@link UploadServiceOptions.store}. While the store is unreachable, no new upload starts.
   *
   * @defaultValue no quotas
   */
  readonly quotas?: QuotaOption | undefined;
  /**
   * How often a caller may call the API. Requests beyond the limit get `rate-limited` and `Retry-After`, and the
   * browser's engine waits that long. `false` turns all limits off. The counts are in
   * {@link UploadServiceOptions.store}. While the store is unreachable, each replica counts on its own.
   */
  readonly rateLimits?: RateLimits | false | undefined;
}
