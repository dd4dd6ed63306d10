import type { FrameScheduler } from '../ports/frame-scheduler.ts';

/** Hidden tabs paint no frames, but listeners must still be notified of completed uploads. */
const HIDDEN_TAB_MS = 250;

/** Uses animation frames, and a timer if no frame comes. */
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
