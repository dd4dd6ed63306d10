import { UploadError } from '@slipway/protocol';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { deriveActions } from './snapshot.ts';
import {
  ACCEPTED_EVENTS,
  type EventType,
  type Status,
  transition,
  type UploadEvent,
  type UploadState,
} from './state.ts';

const object = { objectKey: 'k', size: 1, etag: '"e"', contentType: 'text/plain' };
const error = new UploadError('network-error');

const STATES: { readonly [S in Status]: Extract<UploadState, { status: S }> } = {
  queued: { status: 'queued' },
  preparing: { status: 'preparing' },
  uploading: { status: 'uploading', heldBack: false },
  paused: { status: 'paused', reason: 'offline' },
  completing: { status: 'completing' },
  completed: { status: 'completed', object },
  failed: { status: 'failed', error },
  canceled: { status: 'canceled' },
};
const EVENTS: { readonly [T in EventType]: Extract<UploadEvent, { type: T }> } = {
  start: { type: 'start' },
  prepared: { type: 'prepared' },
  'slow-down': { type: 'slow-down' },
  'go-on': { type: 'go-on' },
  'parts-uploaded': { type: 'parts-uploaded' },
  restart: { type: 'restart' },
  complete: { type: 'complete', object },
  pause: { type: 'pause', reason: 'user' },
  resume: { type: 'resume' },
  retry: { type: 'retry' },
  cancel: { type: 'cancel' },
  fail: { type: 'fail', error },
};
const states = fc.constantFrom(...Object.values(STATES));
const events = fc.constantFrom<UploadEvent>(...Object.values(EVENTS));

test('each state accepts exactly the events that the table lists', () => {
  for (const state of Object.values(STATES)) {
    for (const event of Object.values(EVENTS)) {
      const accepted = ACCEPTED_EVENTS[state.status].includes(event.type);
      expect(transition(state, event) !== undefined, `${state.status} ${event.type}`).toBe(
        accepted,
      );
    }
  }
});

test('completed and canceled are final, whatever happens', () => {
  fc.assert(
    fc.property(states, fc.array(events), (start, happening) => {
      let state: UploadState = start;
      for (const event of happening) {
        const next = transition(state, event);
        if (state.status === 'completed' || state.status === 'canceled') {
          expect(next).toBeUndefined();
        }
        state = next ?? state;
      }
    }),
  );
});

test('an upload completes only after all its parts are uploaded', () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 30 }), (happening) => {
      let state: UploadState = { status: 'queued' };
      let uploaded = false;
      for (const event of happening) {
        const next = transition(state, event);
        if (!next) continue;
        if (event.type === 'parts-uploaded') uploaded = true;
        if (event.type === 'restart') uploaded = false;
        if (next.status === 'completed') expect(uploaded).toBe(true);
        state = next;
      }
    }),
    { numRuns: 1_000 },
  );
});

test('a pause by the user never becomes one that ends by itself', () => {
  const paused: UploadState = { status: 'paused', reason: 'user' };
  expect(transition(paused, { type: 'pause', reason: 'offline' })).toBe(paused);
});

test.each([
  ['queued', 'pause cancel'],
  ['preparing', 'pause cancel'],
  ['uploading', 'pause cancel'],
  ['paused', 'resume cancel'],
  ['completing', ''],
  ['completed', ''],
  ['failed', 'cancel retry'],
  ['canceled', ''],
] as const)('%s offers: %s', (status, offered) => {
  const { canPause, canResume, canCancel, canRetry } = deriveActions(STATES[status]);
  const actions = [
    canPause && 'pause',
    canResume && 'resume',
    canCancel && 'cancel',
    canRetry && 'retry',
  ];
  expect(actions.filter(Boolean).join(' ')).toBe(offered);
});

test('an upload that failed because of its file cannot be retried', () => {
  const state: UploadState = { status: 'failed', error: new UploadError('file-too-large') };
  expect(deriveActions(state).canRetry).toBe(false);
});
