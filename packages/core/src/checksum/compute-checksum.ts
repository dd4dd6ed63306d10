import type { ChecksumMode } from '@slipway/protocol';
import { toBase64 } from './base64.ts';
import { beginChecksum } from './begin-checksum.ts';
import { type WebDigests, webDigestOf } from './web-digests.ts';

/** Bytes per step: enough to read fast, and few enough to take only some milliseconds. */
const STEP_BYTES = 1024 * 1024;

/**
 * Computes the checksum of a part in base64. WebCrypto computes SHA digests, ten times as fast as JavaScript, and has the
 * whole part in memory. Other checksums read the part step by step, so that it is never in memory as a whole.
 *
 * @param afterStep called after every MiB or less, or once when WebCrypto has all bytes. An error that it throws ends the
 * reading
 * @param webDigests left out where there is no WebCrypto
 * @throws DOMException `NotReadableError` or `NotFoundError` when the file has changed or is gone
 */
export async function computeChecksum(
  part: Blob,
  mode: ChecksumMode,
  afterStep: () => Promise<void> | void,
  webDigests?: WebDigests,
): Promise<string> {
  const algorithm = webDigests && webDigestOf(part, mode);
  if (algorithm) {
    const bytes = await part.arrayBuffer();
    assertWhole(part, bytes.byteLength);
    await afterStep();
    return toBase64(new Uint8Array(await webDigests.digest(algorithm, bytes)));
  }
  const running = await beginChecksum(mode);
  let read = 0;
  for await (const bytes of readSteps(part)) {
    running.update(bytes);
    read += bytes.length;
    await afterStep();
  }
  assertWhole(part, read);
  return toBase64(running.digest());
}

function assertWhole(part: Blob, read: number): void {
  if (read !== part.size) throw new DOMException('The file became shorter.', 'NotReadableError');
}

/**
 * Readers in use. This set keeps a reference to them, so that they are not garbage. Otherwise Chromium (found in
 * version 156) collects a byte stream to which only its own pending read refers, and the read never settles.
 */
const reading = new Set<ReadableStreamBYOBReader>();

/**
 * Reads the part piece by piece. Reuses one buffer if the browser can, so a piece is valid only until the caller asks
 * for the next one.
 */
async function* readSteps(part: Blob): AsyncGenerator<Uint8Array> {
  // Small parts get no stream: thousands of small files would leave as many streams to the garbage collector.
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

/** Returns `undefined` in browsers whose blobs have no byte streams. */
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
