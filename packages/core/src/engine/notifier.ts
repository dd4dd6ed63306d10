import type { Clock } from '../ports/clock.ts';
import type { FrameScheduler } from '../ports/frame-scheduler.ts';
import { createEmitter } from './emitter.ts';

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
  const { on, emit, size, clear } = createEmitter<{ changed: undefined }>();
  let cancelFrame: (() => void) | undefined;
  let cancelTick: (() => void) | undefined;

  function notify(): void {
    cancelFrame = undefined;
    emit('changed', undefined);
    cancelTick?.();
    cancelTick = clock.setTimer(() => {
      if (tick()) changed();
    }, TICK_MS);
  }

  function changed(): void {
    if (size('changed') > 0) cancelFrame ??= frames.request(notify);
  }

  function stop(): void {
    cancelFrame?.();
    cancelTick?.();
    cancelFrame = undefined;
  }

  return {
    changed,
    subscribe(listener) {
      const off = on('changed', () => listener()); // The same function may be subscribed twice.
      return () => {
        off();
        if (size('changed') === 0) stop();
      };
    },
    close() {
      stop();
      clear();
    },
  };
}
