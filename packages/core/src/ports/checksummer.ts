import type { ChecksumMode } from '@slipway/protocol';

/** One part as far as its checksum is concerned. */
export interface ChecksummedPart {
  /** Bytes. */
  readonly size: number;
  /** Base64. */
  readonly checksum: string;
}

/** Reads parts and computes their checksums, without the interface ever waiting for it. */
export interface Checksummer {
  /**
   * Base64 of a part's checksum. Takes any number of calls at once; small parts come first.
   *
   * @throws the signal's reason; a `DOMException` when the browser cannot read the file: it was changed or is gone
   */
  compute(part: Blob, mode: ChecksumMode, signal: AbortSignal): Promise<string>;
  /**
   * Base64 of the whole object's checksum, from those of all its parts in their order; `undefined` for modes in
   * which they do not determine it (SHA and MD5).
   */
  combine(mode: ChecksumMode, parts: readonly ChecksummedPart[]): Promise<string | undefined>;
  /** Lets go of what it holds: the uploader that used it is closed. */
  close(): void;
}
