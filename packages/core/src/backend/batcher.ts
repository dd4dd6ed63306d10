import { type BatchItem, UploadError } from '@slipway/protocol';
import type { Clock } from '../ports/clock.ts';
import { failure } from '../retry/failure.ts';

/** How a batcher gathers. */
export interface BatcherOptions<Item, Answer extends object> {
  readonly clock: Clock;
  /** How long to wait for company, in milliseconds. 0 gathers what is asked within the same tick. */
  readonly windowMs: () => number;
  /** What one request can carry, in the unit of `weigh`. */
  readonly maxWeight: number;
  /** @defaultValue every item weighs 1 */
  readonly weigh?: (item: Item) => number;
  readonly send: (items: readonly Item[]) => Promise<readonly BatchItem<Answer>[]>;
}

interface Entry<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** Asks for one item; answers and fails for that item alone. */
export type Batcher<Item, Answer> = (item: Item) => Promise<Answer>;

/** Gathers single asks into few requests. */
export function createBatcher<Item, Answer extends object>(
  options: BatcherOptions<Item, Answer>,
): Batcher<Item, Answer> {
  const { clock, windowMs, maxWeight, weigh = () => 1, send } = options;
  let waiting: Entry<Item, Answer>[] = [];
  let weight = 0;
  let cancelTimer: (() => void) | undefined;

  async function flush(): Promise<void> {
    cancelTimer?.();
    cancelTimer = undefined;
    const entries = waiting;
    waiting = [];
    weight = 0;
    if (entries.length === 0) return;
    try {
      const answers = await send(entries.map(({ item }) => item));
      for (const [i, { resolve, reject }] of entries.entries()) {
        const answer = answers[i];
        if (answer && !('error' in answer)) resolve(answer as Answer);
        else reject(UploadError.fromBody(answer?.error) ?? failure('internal-error'));
      }
    } catch (error) {
      for (const { reject } of entries) reject(error);
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      const added = weigh(item);
      if (weight + added > maxWeight) void flush();
      weight += added;
      if (waiting.push({ item, resolve, reject }) > 1) return;
      const delayMs = windowMs();
      if (delayMs > 0) cancelTimer = clock.setTimer(flush, delayMs);
      else void Promise.resolve().then(flush);
    });
}
