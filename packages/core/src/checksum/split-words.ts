/** Bytes, the middle of them as aligned words of 32 bits. */
interface SplitBytes {
  readonly head: Uint8Array;
  readonly words: Int32Array;
  readonly tail: Uint8Array;
}

/**
 * Cuts bytes so that the middle is a whole number of `blockBytes`, seen as words. Words are read as the machine
 * has them: every browser runs on a little-endian one.
 */
export function splitWords(bytes: Uint8Array, blockBytes: number): SplitBytes {
  const { buffer, byteOffset, length } = bytes;
  const headBytes = Math.min(-byteOffset & 3, length);
  const blocks = Math.floor((length - headBytes) / blockBytes);
  const wordBytes = blocks * blockBytes;
  return {
    head: bytes.subarray(0, headBytes),
    // Where there is no word, the end of the head need not be aligned.
    words: blocks ? new Int32Array(buffer, byteOffset + headBytes, wordBytes / 4) : NO_WORDS,
    tail: bytes.subarray(headBytes + wordBytes),
  };
}

const NO_WORDS = new Int32Array();
