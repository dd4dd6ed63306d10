import type { CompletedObject } from '@slipway/protocol';
import { type Deferred, deferred } from '../retry/deferred.ts';
import { failure } from '../retry/failure.ts';
import { transition, type UploadEvent, type UploadState } from './state.ts';

/** The state of one upload, and the promise of its object. */
export interface UploadMachine {
  readonly state: UploadState;
  readonly completed: Promise<CompletedObject>;
  /** Applies an event, if the state accepts it. Returns whether the state changed. */
  dispatch(event: UploadEvent): boolean;
}

/** Creates a machine in the state `queued`. @param onTransition called after each change of the state */
export function createUploadMachine(onTransition: (from: UploadState) => void): UploadMachine {
  let state: UploadState = { status: 'queued' };
  let completed = promiseObject();
  return {
    get state() {
      return state;
    },
    get completed() {
      return completed.promise;
    },
    dispatch(event) {
      const from = state;
      const to = transition(from, event);
      if (!to || to === from) return false;
      state = to;
      if (event.type === 'retry') completed = promiseObject();
      if (to.status === 'completed') completed.resolve(to.object);
      if (to.status === 'failed') completed.reject(to.error);
      if (to.status === 'canceled') completed.reject(failure('canceled'));
      onTransition(from);
      return true;
    },
  };
}

function promiseObject(): Deferred<CompletedObject> {
  const object = deferred<CompletedObject>();
  object.promise.catch(() => {}); // Snapshots show failures, too, so callers need not handle this one.
  return object;
}
