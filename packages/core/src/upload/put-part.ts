import type { PresignedPart } from '@slipway/protocol';
import type { Clock } from '../ports/clock.ts';
import type { PartTransport } from '../ports/transport.ts';
import type { PartOutcome } from '../retry/classify.ts';

/** No bytes for this long: the connection is dead, whatever TCP still hopes for. */
const STALL_MS = 30_000;

/**
 * From the last byte handed over until the answer. Some MiB may still sit in the socket's buffer then:
 * a minute lets them drain at 0.5 Mbit/s, and S3 itself answers within seconds.
 */
const ANSWER_MS = 60_000;

/** One attempt at one part. Call it only with a connection in hand: its timers start at once. */
export async function putPart(
  transport: PartTransport,
  clock: Clock,
  presigned: PresignedPart,
  body: Blob,
  signal: AbortSignal,
  onProgress: (loaded: number) => void,
): Promise<PartOutcome> {
  signal.throwIfAborted();
  const attempt = new AbortController();
  const abort = () => attempt.abort(signal.reason);
  signal.addEventListener('abort', abort);
  let stalled = false;
  let disarm: (() => void) | undefined;
  const arm = (timeoutMs: number) => {
    disarm?.();
    disarm = clock.setTimer(() => {
      stalled = true;
      attempt.abort();
    }, timeoutMs);
  };
  arm(STALL_MS);
  let sent = false;
  try {
    return await transport.put({
      url: presigned.url,
      headers: presigned.headers,
      body,
      signal: attempt.signal,
      onProgress: (loaded) => {
        if (attempt.signal.aborted) return;
        if (!sent) arm(STALL_MS);
        onProgress(loaded);
      },
      onSent: () => {
        sent = true;
        if (!attempt.signal.aborted) arm(ANSWER_MS);
      },
    });
  } catch (error) {
    if (stalled && !signal.aborted) return 'stalled';
    throw error;
  } finally {
    disarm?.();
    signal.removeEventListener('abort', abort);
  }
}
