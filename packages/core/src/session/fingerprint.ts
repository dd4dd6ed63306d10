import { failure } from '../retry/failure.ts';

/** Read at both ends: headers and indexes of most formats are there, and differ. */
const SAMPLE_BYTES = 64 * 1024;

/** Names of one file. */
export interface Fingerprint {
  /** Name, size, time, type and contents: well enough to find its session again. */
  readonly session: string;
  /** A checksum of the first and last 64 KiB: the same on every device. */
  readonly contents: string;
}

/**
 * Names a file well enough to find what was begun of it. Different files may have one name: what is found has to
 * prove to be of this file.
 *
 * @throws UploadError `file-unreadable` when the browser cannot read the file
 */
export async function fingerprint(file: File): Promise<Fingerprint> {
  const { name, size, lastModified, type } = file;
  const tail = file.slice(Math.max(size - SAMPLE_BYTES, SAMPLE_BYTES));
  try {
    const ends = await new Blob([file.slice(0, SAMPLE_BYTES), tail]).arrayBuffer();
    const contents = fnv1a(new Uint8Array(ends));
    const session = JSON.stringify([name, size, lastModified, type, contents]);
    return { session, contents: `fnv1a-${(contents >>> 0).toString(16)}` };
  } catch (cause) {
    throw failure('file-unreadable', { cause });
  }
}

/** FNV-1a over 32 bits: it has to be cheap, not secret. */
function fnv1a(bytes: Uint8Array): number {
  let value = 0x811c9dc5;
  for (const byte of bytes) value = Math.imul(value ^ byte, 0x01000193);
  return value;
}
