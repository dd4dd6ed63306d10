/** A checksum of bytes that arrive piece by piece. */
export interface RunningChecksum {
  update(bytes: Uint8Array): unknown;
  /** Ends the checksum. Returns the value as S3 writes it, most significant byte first. */
  digest(): Uint8Array;
}
