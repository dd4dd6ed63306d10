/** A checksum of bytes that come piece by piece. */
export interface RunningChecksum {
  update(bytes: Uint8Array): unknown;
  /** The value as S3 writes it: most significant byte first. Ends the checksum. */
  digest(): Uint8Array;
}
