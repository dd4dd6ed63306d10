import type { PresignedPart } from '@slipway/protocol';
import type { Way } from '../queue/ways.ts';
import type { PartOutcome } from '../retry/classify.ts';
import type { UploadServices } from './services.ts';

/** No bytes for this long: the connection is dead, whatever TCP still hopes for. */
const STALL_MS = 30_000;

/**
 * From the last byte handed over until the answer. Some MiB may still sit in the socket's buffer then:
 * a minute lets them drain at 0.5 Mbit/s, and S3 itself answers within seconds.
 */
const ANSWER_MS = 60_000;

/** A way that may not exist at all has to show signs of life sooner: its part is in nobody else's hands. */
const TRIAL_MS = 10_000;

/** One attempt at one part. Call it only with a connection in hand: its timers start at once. */
export async function attemptPart(
  { transport, clock }: Pick<UploadServices, 'transport' | 'clock'>,
  { url, headers, fields }: PresignedPart,
  way: Pick<Way, 'credentials' | 'unproven' | 'prove'>,
  body: Blob,
  signal: AbortSignal,
  onProgress: (loaded: number) => void,
): Promise<PartOutcome> {
  const watchdog = new AbortController();
  let disarm: (() => void) | undefined;
  let timeoutMs = way.unproven ? TRIAL_MS : STALL_MS;
  const arm = () => {
    disarm?.();
    disarm = clock.setTimer(() => watchdog.abort(), timeoutMs);
  };
  arm();
  try {
    return await transport.send({
      url,
      headers,
      fields,
      credentials: way.credentials,
      body,
      signal: AbortSignal.any([signal, watchdog.signal]),
      onProgress(loaded) {
        timeoutMs = STALL_MS;
        way.prove();
        arm();
        onProgress(loaded);
      },
      onSent() {
        timeoutMs = way.unproven ? TRIAL_MS : ANSWER_MS;
        arm();
      },
    });
  } catch (error) {
    if (watchdog.signal.aborted && !signal.aborted) return 'stalled';
    throw error;
  } finally {
    disarm?.();
  }
}
