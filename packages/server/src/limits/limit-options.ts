import type { QuotaOption } from './quotas.ts';
import type { RateLimits } from './rate-limits.ts';

/** Limits for callers. */
export interface LimitOptions {
  /**
   * How much a caller may upload. A share is reserved at create and given back when the upload is completed, aborted or
   * past its lifetime. An upload beyond the quota is refused with `quota-exceeded`. The counts are in
   * {@link UploadServiceOptions.store}. While it cannot be reached, no new upload starts.
   *
   * @defaultValue no quotas
   */
  readonly quotas?: QuotaOption | undefined;
  /**
   * How often the API may be called. Requests beyond the limit are refused with `rate-limited` and `Retry-After`, and the
   * browser's engine waits that long. `false` turns all limits off. The counts are in
   * {@link UploadServiceOptions.store}. While it cannot be reached, each replica counts on its own.
   */
  readonly rateLimits?: RateLimits | false | undefined;
}
