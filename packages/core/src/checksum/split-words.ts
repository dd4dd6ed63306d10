/** Bytes in three pieces. The middle one is a list of aligned 32-bit words. */
interface SplitBytes {
  readonly head: Uint8Array;
  readonly words: Int32Array;
  readonly tail: Uint8Array;
}

/**
 * Splits bytes so that the middle piece is a whole number of blocks of `blockBytes`. Its words have the machine's byte
 * order, which is little-endian wherever browsers run.
 */
export function splitWords(bytes: Uint8Array, blockBytes: number): SplitBytes {
  const { buffer, byteOffset, length } = bytes;
  const headBytes = Math.min(-byteOffset & 3, length);
  const blocks = Math.floor((length - headBytes) / blockBytes);
  const wordBytes = blocks * blockBytes;
  return {
    head: bytes.subarray(0, headBytes),
    // Without a whole block, the head may end unaligned, and a view from there would throw.
    words: blocks ? new Int32Array(buffer, byteOffset + headBytes, wordBytes / 4) : NO_WORDS,
    tail: bytes.subarray(headBytes + wordBytes),
  };
}

const NO_WORDS = new Int32Array();
