import type { CompletedObject, UploadError } from '@slipway/protocol';

/**
 * Why an upload is paused. `offline` ends by itself when the network returns. `other-page` ends by itself when the page
 * that uploads this file is done, or gone. Until then the upload shows that page's progress.
 */
export type PauseReason = 'user' | 'offline' | 'other-page';

/**
 * Where one upload stands. Fields exist only in the states where they have a meaning. `heldBack` means that the storage
 * asked to slow down (503 or 429). The remaining parts wait as long as it asked, then continue by themselves.
 */
export type UploadState =
  | { readonly status: 'queued' }
  | { readonly status: 'preparing' }
  | { readonly status: 'uploading'; readonly heldBack: boolean }
  | { readonly status: 'paused'; readonly reason: PauseReason }
  | { readonly status: 'completing' }
  | { readonly status: 'completed'; readonly object: CompletedObject }
  | { readonly status: 'failed'; readonly error: UploadError }
  | { readonly status: 'canceled' };

/** The name of a state. */
export type Status = UploadState['status'];

/** What can happen to an upload. */
export type UploadEvent =
  | { readonly type: 'start' }
  | { readonly type: 'prepared' }
  | { readonly type: 'slow-down' }
  | { readonly type: 'go-on' }
  | { readonly type: 'parts-uploaded' }
  | { readonly type: 'restart' }
  | { readonly type: 'complete'; readonly object: CompletedObject }
  | { readonly type: 'pause'; readonly reason: PauseReason }
  | { readonly type: 'resume' }
  | { readonly type: 'retry' }
  | { readonly type: 'cancel' }
  | { readonly type: 'fail'; readonly error: UploadError };

/** The name of an event. */
export type EventType = UploadEvent['type'];

/** The whole state machine: which events each status accepts. It ignores all others. */
export const ACCEPTED_EVENTS: Record<Status, readonly EventType[]> = {
  queued: ['start', 'pause', 'cancel', 'fail'],
  preparing: ['prepared', 'pause', 'cancel', 'fail', 'restart'],
  uploading: ['slow-down', 'go-on', 'parts-uploaded', 'pause', 'cancel', 'fail', 'restart'],
  paused: ['resume', 'pause', 'cancel'], // The user can pause an upload that is offline. Then it stays paused.
  // S3 is assembling the object, so it is too late to pause or cancel.
  completing: ['complete', 'fail', 'restart'],
  failed: ['retry', 'cancel'],
  completed: [],
  canceled: [],
};

/** Whether an upload in `status` accepts events of this type. */
export function accepts(status: Status, type: EventType): boolean {
  return ACCEPTED_EVENTS[status].includes(type);
}

/** The state after an event. `undefined` when this state does not accept the event. */
export function transition(state: UploadState, event: UploadEvent): UploadState | undefined {
  if (!accepts(state.status, event.type)) return undefined;
  switch (event.type) {
    case 'start':
    case 'restart': // S3 does not hold what the run expected, so it prepares again.
      return { status: 'preparing' };
    case 'prepared':
      return { status: 'uploading', heldBack: false };
    case 'slow-down':
    case 'go-on': {
      const heldBack = event.type === 'slow-down';
      const isSame = state.status === 'uploading' && state.heldBack === heldBack;
      return isSame ? state : { status: 'uploading', heldBack };
    }
    case 'parts-uploaded':
      return { status: 'completing' };
    case 'complete':
      return { status: 'completed', object: event.object };
    case 'pause':
      // An upload that the user paused stays paused when the network returns.
      return state.status === 'paused' && state.reason === 'user'
        ? state
        : { status: 'paused', reason: event.reason };
    case 'resume':
    case 'retry':
      return { status: 'queued' };
    case 'cancel':
      return { status: 'canceled' };
    case 'fail':
      return { status: 'failed', error: event.error };
  }
}

/** Whether an upload in `status` has a run. */
export function isRunning(status: Status): boolean {
  return status === 'preparing' || status === 'uploading' || status === 'completing';
}
