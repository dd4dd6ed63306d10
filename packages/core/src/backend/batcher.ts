import { type BatchItem, UploadError } from '@slipway/protocol';
import type { Clock } from '../ports/clock.ts';

/** How a batcher gathers. */
export interface BatcherOptions<Item, Answer> {
  readonly clock: Clock;
  /** How long to wait for company, in milliseconds. 0 gathers what is asked within the same tick. */
  readonly windowMs: () => number;
  /** What one request can carry, in the unit of `weigh`. */
  readonly maxWeight: number;
  /** @defaultValue every item weighs 1 */
  readonly weigh?: (item: Item) => number;
  readonly send: (
    items: readonly Item[],
    signal: AbortSignal,
  ) => Promise<readonly BatchItem<Answer>[]>;
}

interface Entry<Item, Answer> {
  readonly item: Item;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** Asks for one item; answers and fails for that item alone. */
export type Batcher<Item, Answer> = (item: Item, signal?: AbortSignal) => Promise<Answer>;

/** Gathers single asks into few requests. An item whose signal aborts is left out, or its answer dropped. */
export function createBatcher<Item, Answer>(
  options: BatcherOptions<Item, Answer>,
): Batcher<Item, Answer> {
  const { clock, windowMs, maxWeight, weigh = () => 1 } = options;
  let waiting: Entry<Item, Answer>[] = [];
  let weight = 0;
  let cancelTimer: (() => void) | undefined;

  function flush(): void {
    cancelTimer?.();
    cancelTimer = undefined;
    const entries = waiting.filter(({ signal }) => !signal?.aborted);
    waiting = [];
    weight = 0;
    if (entries.length > 0) void request(entries);
  }

  async function request(entries: readonly Entry<Item, Answer>[]): Promise<void> {
    const controller = new AbortController();
    const abortWhenAllDid = () => {
      if (entries.every(({ signal }) => signal?.aborted)) controller.abort();
    };
    for (const { signal } of entries) signal?.addEventListener('abort', abortWhenAllDid);
    try {
      const answers = await options.send(
        entries.map(({ item }) => item),
        controller.signal,
      );
      for (const [i, { resolve, reject }] of entries.entries()) {
        const answer = answers[i];
        if (answer === undefined) reject(new UploadError('internal-error'));
        else if (isRefusal(answer)) reject(UploadError.fromBody(answer.error));
        else resolve(answer as Answer);
      }
    } catch (error) {
      for (const { reject } of entries) reject(error);
    } finally {
      for (const { signal } of entries) signal?.removeEventListener('abort', abortWhenAllDid);
    }
  }

  return (item, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      const added = weigh(item);
      if (weight > 0 && weight + added > maxWeight) flush();
      waiting.push({ item, signal, resolve, reject });
      weight += added;
      if (weight >= maxWeight) return flush();
      if (cancelTimer) return;
      const delayMs = windowMs();
      let open = true;
      cancelTimer = () => {
        open = false;
      };
      if (delayMs > 0) cancelTimer = clock.setTimer(flush, delayMs);
      else void Promise.resolve().then(() => open && flush());
    });
}

function isRefusal<T>(answer: BatchItem<T>): answer is Extract<BatchItem<T>, { error: unknown }> {
  return typeof answer === 'object' && answer !== null && 'error' in answer;
}
