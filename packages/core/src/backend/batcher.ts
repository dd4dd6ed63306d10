import { type BatchItem, UploadError } from '@slipway/protocol';
import type { Clock } from '../ports/clock.ts';
import { failure } from '../retry/failure.ts';

/** How a batcher gathers calls. */
export interface BatcherOptions<Item, Answer extends object> {
  readonly clock: Clock;
  /** How long to wait for more calls, in milliseconds. 0 gathers the calls of one tick. */
  readonly windowMs: () => number;
  /** How long to wait for announced calls, in milliseconds. @defaultValue 0 */
  readonly patienceMs?: number | undefined;
  /** How much one request can carry, in the unit of `weigh`. */
  readonly maxWeight: number;
  /** The first request of several announced calls is sent at this weight already. @defaultValue `maxWeight` */
  readonly enough?: () => number;
  /** @defaultValue every item weighs 1 */
  readonly weigh?: (item: Item) => number;
  /** Tells why an item cannot be sent. Such an item fails at once, alone. @defaultValue every item can be sent */
  readonly refuse?: (item: Item) => UploadError | undefined;
  readonly send: (items: readonly Item[]) => Promise<readonly BatchItem<Answer>[]>;
}

interface Entry<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** An announced call. */
export interface ExpectedAsk<Item, Answer> {
  /** Like {@link Batcher.ask}. May be called again when an answer was lost. */
  ask(item: Item): Promise<Answer>;
  /** Withdraws the announcement, so that no batch waits for it. Always call this in the end. */
  leave(): void;
}

/** Gathers single calls into few requests. */
export interface Batcher<Item, Answer> {
  /** Adds one item to a batch. Answers and fails for that item alone. */
  ask(item: Item): Promise<Answer>;
  /** Announces a call, so that others wait for it. One request for all is faster than one request each. */
  expect(): ExpectedAsk<Item, Answer>;
}

/** Creates a batcher with nothing to send. */
export function createBatcher<Item, Answer extends object>(
  options: BatcherOptions<Item, Answer>,
): Batcher<Item, Answer> {
  const { clock, windowMs, patienceMs = 0, maxWeight, weigh = () => 1, send } = options;
  const { enough = () => maxWeight, refuse } = options;
  const deadline = createDeadline(clock, flush);
  let waiting: Entry<Item, Answer>[] = [];
  let weight = 0;
  let expected = 0;
  /** Whether a request with announced calls was sent while more are expected. */
  let started = false;

  function flush(): void {
    deadline.clear();
    const entries = waiting;
    waiting = [];
    weight = 0;
    if (entries.length === 0) return;
    started = expected > 0;
    void deliver(send, entries);
  }

  function join(item: Item, delayMs: () => number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const refusal = refuse?.(item);
      if (refusal) return reject(refusal);
      const added = weigh(item);
      if (weight + added > maxWeight) flush();
      weight += added;
      waiting.push({ item, resolve, reject });
      const isFull = weight >= (started ? maxWeight : enough());
      deadline.within(isFull ? 0 : delayMs());
    });
  }

  return {
    ask: (item) => join(item, windowMs),
    expect() {
      let awaited = true;
      expected++;
      const arrive = () => {
        if (awaited) expected--;
        awaited = false;
        if (expected === 0) started = false;
      };
      return {
        ask(item) {
          arrive();
          return join(item, () => (expected > 0 ? patienceMs : 0));
        },
        leave() {
          arrive();
          if (expected === 0 && waiting.length > 0) deadline.within(0);
        },
      };
    },
  };
}

/** Sends entries as one request, and gives each its own answer. */
async function deliver<Item, Answer extends object>(
  send: BatcherOptions<Item, Answer>['send'],
  entries: readonly Entry<Item, Answer>[],
): Promise<void> {
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

/** A timer that can move to an earlier time, but not to a later one. `act` must clear it. */
function createDeadline(clock: Clock, act: () => void) {
  let dueMs = Number.POSITIVE_INFINITY;
  let cancelTimer: (() => void) | undefined;

  function clear(): void {
    cancelTimer?.();
    cancelTimer = undefined;
    dueMs = Number.POSITIVE_INFINITY;
  }

  return {
    clear,
    /** Calls `act` within this many milliseconds. 0 means within the same tick. */
    within(delayMs: number): void {
      const thenMs = clock.now() + delayMs;
      if (thenMs >= dueMs) return;
      clear();
      dueMs = thenMs;
      if (delayMs > 0) cancelTimer = clock.setTimer(act, delayMs);
      else void Promise.resolve().then(act);
    },
  };
}
