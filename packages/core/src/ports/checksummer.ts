import type { ChecksumMode } from '@slipway/protocol';

/** Size and checksum of one part. */
export interface ChecksummedPart {
  /** Bytes. */
  readonly size: number;
  /** Base64. */
  readonly checksum: string;
}

/** Reads parts and computes their checksums. Must not block the interface. */
export interface Checksummer {
  /**
   * Largest part in bytes whose SHA-256 costs about as little as a CRC. Up to this size, files of one part are protected
   * by SHA-256 unless the policy names a mode.
   *
   * @defaultValue 0: such files are protected like the parts of large files
   */
  readonly maxFastSha256Bytes?: number | undefined;
  /**
   * Computes a part's checksum, in base64. Accepts any number of calls at once, and serves small parts first.
   *
   * @throws the signal's reason, or a `DOMException` when the browser cannot read the file because it changed or is gone
   */
  compute(part: Blob, mode: ChecksumMode, signal: AbortSignal): Promise<string>;
  /**
   * Combines the checksums of all parts, in order, into the checksum of the whole object, in base64. Resolves
   * with `undefined` for modes whose checksums cannot be combined (SHA and MD5).
   */
  combine(mode: ChecksumMode, parts: readonly ChecksummedPart[]): Promise<string | undefined>;
  /** Frees its resources. Called when the uploader that uses it closes. */
  close(): void;
}
