import type { ChecksumMode, Integrity } from './integrity.ts';

/** What the doctor looks at. `checksum-` is there for each mode, `permission-` for each action of S3. */
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
  | `permission-${string}`
  | 'test-upload'
  | 'signed-size'
  | `checksum-${ChecksumMode}`
  | 'if-none-match'
  | 'presigned-post'
  | 'clean-up';

/** What the doctor can mend by itself: settings of the bucket that it adds to and takes nothing from. */
export type DoctorFix = 'cors' | 'lifecycle';

/** What mends a finding. */
export interface Remedy {
  /** For people, in one sentence. */
  readonly text: string;
  /** To be pasted into a shell. */
  readonly command?: string | undefined;
  /** The bucket's new configuration, whole, or the statement that a policy lacks. */
  readonly json?: object | undefined;
  /** Set where the doctor can do it itself. */
  readonly fix?: DoctorFix | undefined;
}

/** One thing that the doctor looked at. */
export interface Finding {
  readonly id: FindingId;
  /** With a `problem` uploads fail, or are not safe; with a `warning` they work, and something is lost. */
  readonly status: 'ok' | 'warning' | 'problem';
  /** What is, in one sentence. */
  readonly summary: string;
  /** Why it matters; left out when all is well. */
  readonly reason?: string | undefined;
  /** Left out when all is well, or nothing is known to help. */
  readonly remedy?: Remedy | undefined;
}

/** What the store was seen to do, beyond what every store does. */
export interface StoreCapabilities {
  /** Modes whose wrong checksums the store refuses, and whose right ones it keeps. */
  readonly integrity: readonly Integrity[];
  /** Whether a browser's form is stored, and its policy enforced. */
  readonly presignedPost: boolean;
  /** Whether `If-None-Match: *` keeps an existing object, by PUT and at Complete. */
  readonly conditionalWrites: { readonly put: boolean; readonly complete: boolean };
}

/** Answer of `GET /admin/doctor`. */
export interface DoctorReport {
  readonly bucket: string;
  readonly findings: readonly Finding[];
  /** Left out when the doctor did not get as far as to try. */
  readonly capabilities?: StoreCapabilities | undefined;
  /** What was mended before the bucket was looked at. */
  readonly fixed: readonly DoctorFix[];
}

/** Query of `GET /admin/doctor`. */
export interface DoctorQuery {
  /** The origin of a page that uploads, as `https://app.example`. @defaultValue the router's `allowedOrigins` */
  readonly origin?: string | undefined;
}

/** Body of `POST /admin/doctor`: mends what is named, then looks at everything. */
export interface DoctorFixRequest extends DoctorQuery {
  readonly fix: readonly DoctorFix[];
}
