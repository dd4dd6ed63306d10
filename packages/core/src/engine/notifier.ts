import type { Clock } from '../ports/clock.ts';
import type { FrameScheduler } from '../ports/frame-scheduler.ts';
import { createEmitter } from './emitter.ts';

/** While an upload runs, listeners are notified of a new speed this often, even when no byte gets through. */
const TICK_MS = 1_000;

/** Tells listeners about changes, at most once per frame. Without listeners it requests no frame. */
export interface Notifier {
  changed(): void;
  subscribe(listener: () => void): () => void;
  close(): void;
}

/** @param findMoving finds the uploads whose speed changes with time alone. Touching one calls `changed` */
export function createNotifier(
  frames: FrameScheduler,
  clock: Clock,
  findMoving: () => readonly { touch(): void }[],
): Notifier {
  const { on, hasListeners, emit, clear } = createEmitter<{ changed: undefined }>();
  let cancelFrame: (() => void) | undefined;
  let cancelTick: (() => void) | undefined;

  function notify(): void {
    cancelFrame = undefined;
    emit('changed', undefined);
    cancelTick?.();
    if (findMoving().length > 0) cancelTick = clock.setTimer(tick, TICK_MS);
  }

  function tick(): void {
    for (const upload of findMoving()) upload.touch();
  }

  function changed(): void {
    if (hasListeners('changed')) cancelFrame ??= frames.request(notify);
  }

  return {
    changed,
    subscribe(listener) {
      const unsubscribe = on('changed', () => listener()); // A caller may subscribe the same function twice.
      if (findMoving().length > 0) changed(); // A late listener is notified as time passes, too.
      return unsubscribe;
    },
    close() {
      clear();
      cancelFrame?.();
      cancelTick?.();
    },
  };
}
