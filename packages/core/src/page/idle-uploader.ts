import { sumUp, type UploaderSnapshot } from '../engine/totals.ts';
import type { UploaderInstance } from '../engine/uploader.ts';

const EMPTY: UploaderSnapshot = { uploads: [], totals: sumUp([]), sessionsAvailable: true };

/**
 * A placeholder until a component mounts: on the server, and in the first render of the page. It never has uploads, so
 * that both render the same.
 */
export const idleUploader: UploaderInstance = {
  add: refuse,
  addAll: refuse,
  forgetAll: async () => true,
  getUnfinished: async () => [],
  getUpload: () => undefined,
  getSnapshot: () => EMPTY,
  subscribe: () => nothing,
  on: () => nothing,
  pauseAll: nothing,
  resumeAll: nothing,
  retryAll: nothing,
  cancelAll: () => Promise.resolve(),
  move: nothing,
  remove: nothing,
  clear: nothing,
  // Never resolves. The real uploader loads the policy.
  getPolicy: () => new Promise(nothing),
  warmUp: () => Promise.resolve(),
  close: nothing,
};

function nothing(): void {}

function refuse(): never {
  throw new Error('Files can be added once the component is mounted, not while it renders.');
}
