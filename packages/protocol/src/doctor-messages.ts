import type { ChecksumMode, Integrity } from './integrity.ts';

/** What the doctor checks. There is a `checksum-` for each mode, a `permission-` for each S3 action, and an
 * `option-` for each option of objects that the store refuses. */
export type FindingId =
  | 'credentials'
  | 'bucket'
  | 'region'
  | 'clock'
  | 'cors-origins'
  | 'cors-rules'
  | 'cors-preflight'
  | 'cors-exposed-headers'
  | 'lifecycle'
  | 'object-options'
  | `option-${string}`
  | `permission-${string}`
  | 'test-upload'
  | 'signed-size'
  | `checksum-${ChecksumMode}`
  | 'if-none-match'
  | 'presigned-post'
  | 'store'
  | 'clean-up';

/** What the doctor can fix: settings of the bucket that it adds to. It removes nothing. */
export type DoctorFix = 'cors' | 'lifecycle';

/** How to fix a finding. */
export interface Remedy {
  /** What to do, in one sentence. */
  readonly text: string;
  /** A shell command that does it. */
  readonly command?: string | undefined;
  /** The complete new configuration of the bucket, or the statement to add to a policy. */
  readonly json?: object | undefined;
  /** Set if the doctor can apply the fix itself. */
  readonly fix?: DoctorFix | undefined;
}

/** The result of one check. */
export interface Finding {
  /** What was checked. */
  readonly id: FindingId;
  /** `problem`: uploads fail or are unsafe. `warning`: uploads work, with a drawback. */
  readonly status: 'ok' | 'warning' | 'problem';
  /** What the doctor saw, in one sentence. */
  readonly summary: string;
  /** Why it matters. Left out for `ok`. */
  readonly reason?: string | undefined;
  /** Left out for `ok`, and if no fix is known. */
  readonly remedy?: Remedy | undefined;
}

/** Optional features that the doctor found to work on this store. */
export interface StoreCapabilities {
  /** Modes for which the store rejects wrong checksums and keeps correct ones. */
  readonly integrity: readonly Integrity[];
  /** Whether the store accepts presigned forms and enforces their policy. */
  readonly presignedPost: boolean;
  /** Whether `If-None-Match: *` protects an existing object, in a PUT and in CompleteMultipartUpload. */
  readonly conditionalWrites: { readonly put: boolean; readonly complete: boolean };
}

/** Response of `POST /admin/doctor`. */
export interface DoctorReport {
  /** The bucket's name. */
  readonly bucket: string;
  /** One for each check. */
  readonly findings: readonly Finding[];
  /** Left out if an earlier problem kept the doctor from testing them. */
  readonly capabilities?: StoreCapabilities | undefined;
  /** What the doctor fixed before it checked the bucket. */
  readonly fixed: readonly DoctorFix[];
}

/** Body of `POST /admin/doctor`: applies the named fixes, then checks everything. */
export interface DoctorRequest {
  /** The origin of a page that uploads, such as `https://app.example`. @defaultValue the router's `allowedOrigins` */
  readonly origin?: string | undefined;
  /** What to fix first. @defaultValue nothing */
  readonly fix?: readonly DoctorFix[] | undefined;
}
