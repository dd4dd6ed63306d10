import { expect, test, vi } from 'vitest';
import { createManualClock } from '../testing/manual-clock.ts';
import { createNotifier } from './notifier.ts';

function setUp(moving: readonly { touch(): void }[] = []) {
  const clock = createManualClock();
  const frames: (() => void)[] = [];
  const request = (callback: () => void) => {
    frames.push(callback);
    return () => {};
  };
  const notifier = createNotifier({ request }, clock, () => moving);
  const paint = () => {
    for (const callback of frames.splice(0)) callback();
  };
  return { clock, frames, notifier, paint };
}

test('many changes notify listeners once, with the next frame', () => {
  const { notifier, paint } = setUp();
  const listener = vi.fn();
  notifier.subscribe(listener);

  for (let i = 0; i < 100; i++) notifier.changed();
  paint();

  expect(listener).toHaveBeenCalledOnce();
});

test('without listeners the notifier requests no frame', () => {
  const { frames, notifier } = setUp();
  notifier.changed();
  const unsubscribe = notifier.subscribe(() => {});
  unsubscribe();
  notifier.changed();

  expect(frames).toHaveLength(0);
});

test('a late listener is notified as time passes, even when no byte gets through', () => {
  const touch = vi.fn();
  const { clock, notifier, paint } = setUp([{ touch }]);
  notifier.changed();
  const listener = vi.fn();
  notifier.subscribe(listener);
  paint();

  clock.advance(1_000);

  expect(listener).toHaveBeenCalledOnce();
  expect(touch).toHaveBeenCalledOnce();
});
