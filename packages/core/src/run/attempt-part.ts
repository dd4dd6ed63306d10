import { type Attempt, judge, type PartResult } from './part-result.ts';
import type { RunScope } from './run-scope.ts';

/** When no bytes move for this long, the connection is dead, even if TCP has not noticed. */
const STALL_MS = 30_000;

/**
 * Time from the last byte handed over until the answer. Some MiB may still be in the socket's buffer. They drain within
 * a minute at 0.5 Mbit/s, and S3 itself answers within seconds.
 */
const ANSWER_MS = 60_000;

/** A way on trial may not exist. It must show progress sooner, because its part waits for this trial alone. */
const TRIAL_MS = 10_000;

/**
 * Makes one attempt at one part, and releases its way. Call it only with a free connection, because its timers start at
 * once.
 *
 * @throws the signal's reason
 */
export async function attemptPart(
  { clock, signal, transport }: RunScope,
  { part, way, body }: Attempt,
  onProgress: (loaded: number) => void,
): Promise<PartResult> {
  const watchdog = new AbortController();
  let disarm: (() => void) | undefined;
  let timeoutMs = way.unproven ? TRIAL_MS : STALL_MS;
  const arm = () => {
    disarm?.();
    disarm = clock.setTimer(() => watchdog.abort(), timeoutMs);
  };
  arm();
  try {
    const outcome = await transport.send({
      url: part.url,
      headers: part.headers,
      fields: part.fields,
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
    return judge(outcome, way);
  } catch (error) {
    if (watchdog.signal.aborted && !signal.aborted) return judge('stalled', way);
    way.release(undefined);
    throw error;
  } finally {
    disarm?.();
  }
}
