import type { ChecksumMode } from '@slipway/protocol';
import { toBase64 } from './base64.ts';
import { beginChecksum } from './begin-checksum.ts';

/** Bytes held at a time: large enough to read fast, small enough to take a few milliseconds. */
const STEP_BYTES = 1024 * 1024;

/**
 * The checksum of a part in base64, read step by step, so that the part is never in memory as a whole.
 *
 * @param afterStep called after every MiB or less; what it throws ends the reading
 * @throws DOMException `NotReadableError` or `NotFoundError` when the file was changed or is gone
 */
export async function computeChecksum(
  part: Blob,
  mode: ChecksumMode,
  afterStep: () => Promise<void> | void,
): Promise<string> {
  const running = await beginChecksum(mode);
  let read = 0;
  for await (const bytes of readSteps(part)) {
    running.update(bytes);
    read += bytes.length;
    await afterStep();
  }
  if (read !== part.size) throw new DOMException('The file became shorter.', 'NotReadableError');
  return toBase64(running.digest());
}

/**
 * Readers at work. Chromium collects a byte stream that nothing but a read of its own refers to, and the read then
 * never settles: found in version 156. What is listed here is not garbage.
 */
const reading = new Set<ReadableStreamBYOBReader>();

/** Reads into one buffer over and over, where the browser can. Each piece is good until the next is asked for. */
async function* readSteps(part: Blob): AsyncGenerator<Uint8Array> {
  // A stream is for more than one step: thousands of small files would each leave one to be collected.
  if (part.size <= STEP_BYTES) return yield new Uint8Array(await part.arrayBuffer());
  const stream = part.stream();
  const reader = openByteReader(stream);
  if (!reader) return yield* readPieces(stream);
  reading.add(reader);
  try {
    for (let buffer = new ArrayBuffer(STEP_BYTES); ; ) {
      const { value, done } = await reader.read(new Uint8Array(buffer));
      if (done) return;
      yield value;
      ({ buffer } = value);
    }
  } finally {
    reading.delete(reader);
    await reader.cancel();
  }
}

/** `undefined` in browsers whose blobs are no byte streams. */
function openByteReader(stream: ReadableStream): ReadableStreamBYOBReader | undefined {
  try {
    return stream.getReader({ mode: 'byob' });
  } catch {
    return undefined;
  }
}

async function* readPieces(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      for (let i = 0; i < value.length; i += STEP_BYTES) yield value.subarray(i, i + STEP_BYTES);
    }
  } finally {
    await reader.cancel();
  }
}
