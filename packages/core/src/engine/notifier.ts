import type { Clock } from '../ports/clock.ts';
import type { FrameScheduler } from '../ports/frame-scheduler.ts';

/** While something moves, the speed is shown anew this often even when no byte gets through. */
const TICK_MS = 1_000;

/** Tells listeners about changes, at most once per frame. */
export interface Notifier {
  changed(): void;
  subscribe(listener: () => void): () => void;
  close(): void;
}

/** `tick` marks what time alone changes, and says whether there was anything. */
export function createNotifier(
  frames: FrameScheduler,
  clock: Clock,
  tick: () => boolean,
): Notifier {
  const listeners = new Set<() => void>();
  let cancelFrame: (() => void) | undefined;
  let cancelTick: (() => void) | undefined;

  function notify(): void {
    cancelFrame = undefined;
    for (const listener of listeners) {
      try {
        listener();
      } catch (error) {
        console.error(error);
      }
    }
    cancelTick?.();
    cancelTick = clock.setTimer(() => {
      cancelTick = undefined;
      if (tick()) changed();
    }, TICK_MS);
  }

  function changed(): void {
    if (listeners.size > 0) cancelFrame ??= frames.request(notify);
  }

  function stop(): void {
    cancelFrame?.();
    cancelTick?.();
    cancelFrame = undefined;
    cancelTick = undefined;
  }

  return {
    changed,
    subscribe(listener) {
      const own = () => listener(); // The same function may be subscribed twice.
      listeners.add(own);
      return () => {
        listeners.delete(own);
        if (listeners.size === 0) stop();
      };
    },
    close() {
      stop();
      listeners.clear();
    },
  };
}
