import { UploadError } from '@slipway/protocol';

/** Read at both ends: headers and indexes of most formats are there, and differ. */
const SAMPLE_BYTES = 64 * 1024;

/**
 * Names a file's contents well enough to find its session again: name, size, time, type and a
 * checksum of the first and last 64 KiB. Two files with the same one are told apart later, by what
 * S3 holds.
 *
 * @throws UploadError `file-unreadable` when the browser cannot read the file
 */
export async function fingerprint(file: File): Promise<string> {
  const { name, size, lastModified, type } = file;
  const tailStart = Math.max(size - SAMPLE_BYTES, SAMPLE_BYTES);
  const ends = await readEnds(file, tailStart);
  return JSON.stringify([name, size, lastModified, type, ends]);
}

async function readEnds(file: File, tailStart: number): Promise<string> {
  try {
    const buffer = await new Blob([
      file.slice(0, SAMPLE_BYTES),
      file.slice(tailStart),
    ]).arrayBuffer();
    return fnv1a(new Uint8Array(buffer));
  } catch (cause) {
    throw new UploadError('file-unreadable', {
      message: 'The file cannot be read. Choose it again.',
      cause,
    });
  }
}

/** FNV-1a over 32 bits, twice with different starts. It has to be cheap, not secret. */
function fnv1a(bytes: Uint8Array): string {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (const byte of bytes) {
    a = Math.imul(a ^ byte, 0x01000193);
    b = Math.imul(b ^ byte, 0x85ebca6b);
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36);
}
