import type { QuotaOption } from './quotas.ts';
import type { RateLimits } from './rate-limits.ts';

/** How much callers may do. */
export interface LimitOptions {
  /**
   * How much a caller may have under way: reserved at create, given back when the upload is completed,
   * aborted or past its lifetime. What goes beyond is refused with `quota-exceeded`. Counted in
   * {@link UploadServiceOptions.store}; while that cannot be reached, no upload begins.
   *
   * @defaultValue no quotas
   */
  readonly quotas?: QuotaOption | undefined;
  /**
   * How often the API may be called; what goes beyond is refused with `rate-limited` and `Retry-After`,
   * which the browser's engine waits for. `false` switches all of them off. Counted in
   * {@link UploadServiceOptions.store}; while that cannot be reached, each replica counts for itself.
   */
  readonly rateLimits?: RateLimits | false | undefined;
}
