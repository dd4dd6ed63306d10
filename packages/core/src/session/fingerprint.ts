import { failure } from '../retry/failure.ts';

/** How much to read at each end. Most formats have headers or indexes there, which differ between files. */
const SAMPLE_BYTES = 64 * 1024;

/** What identifies a file. */
export interface Fingerprint {
  /** Name, size, date, type and `contents`: enough to find the session again. */
  readonly session: string;
  /** A checksum of the first and last 64 KiB. The same on every device. */
  readonly contents: string;
}

/**
 * Identifies a file well enough to find its unfinished upload. Different files may have the same fingerprint, so the
 * parts that are found must prove that they belong to this file.
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

/** FNV-1a over 32 bits. It only needs to be fast, not secure. */
function fnv1a(bytes: Uint8Array): number {
  let value = 0x811c9dc5;
  for (const byte of bytes) value = Math.imul(value ^ byte, 0x01000193);
  return value;
}
