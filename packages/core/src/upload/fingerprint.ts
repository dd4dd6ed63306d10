import { failure } from '../retry/failure.ts';

/** Read at both ends: headers and indexes of most formats are there, and differ. */
const SAMPLE_BYTES = 64 * 1024;

/**
 * Names a file's contents well enough to find its session again: name, size, time, type and a
 * checksum of the first and last 64 KiB.
 *
 * @throws UploadError `file-unreadable` when the browser cannot read the file
 */
export async function fingerprint(file: File): Promise<string> {
  const { name, size, lastModified, type } = file;
  const tail = file.slice(Math.max(size - SAMPLE_BYTES, SAMPLE_BYTES));
  try {
    const ends = await new Blob([file.slice(0, SAMPLE_BYTES), tail]).arrayBuffer();
    return JSON.stringify([name, size, lastModified, type, fnv1a(new Uint8Array(ends))]);
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
