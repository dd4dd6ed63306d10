import type { FrameScheduler } from '../ports/frame-scheduler.ts';

/** Hidden tabs paint no frames, but their completions still have to be told. */
const HIDDEN_TAB_MS = 250;

/** One animation frame, or a timer where none comes. */
export const browserFrames: FrameScheduler = {
  request(callback) {
    const run = () => {
      cancel();
      callback();
    };
    const timer = setTimeout(run, HIDDEN_TAB_MS);
    const frame = requestAnimationFrame(run);
    const cancel = () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
    };
    return cancel;
  },
};
