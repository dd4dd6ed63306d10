import { type CompletedObject, type FileFacts, UploadError } from '@slipway/protocol';
import type { FileHandle } from '../ports/file-handle.ts';
import { type Deferred, deferred } from '../retry/deferred.ts';
import { failure } from '../retry/failure.ts';
import { retrying } from '../retry/retrying.ts';
import { dropUpload, takeCreated } from '../run/drop-upload.ts';
import { loadRun } from '../run/load-run.ts';
import type { Created, RunScope, UploadMemory } from '../run/run-scope.ts';
import type { UploadServices } from '../run/services.ts';
import { createFollower } from '../session/follower.ts';
import type { PartLedger } from '../upload/part-ledger.ts';
import { deriveProgress } from '../upload/progress.ts';
import { deriveActions, type UploadSnapshot } from '../upload/snapshot.ts';
import { createSpeedWindow } from '../upload/speed.ts';
import {
  isRunning,
  type Status,
  transition,
  type UploadEvent,
  type UploadState,
} from '../upload/state.ts';
import type { Upload } from '../upload/upload.ts';

/** What an upload tells the uploader that holds it. */
export interface UploadHost {
  /** Something a snapshot shows has changed. */
  onChange(): void;
  onTransition(upload: LiveUpload, from: Status): void;
  onPartUploaded(upload: LiveUpload, partNumber: number, etag: string | undefined): void;
}

/** An upload as the uploader that holds it sees it. */
export interface LiveUpload extends Upload {
  readonly state: UploadState;
  /** Whether it is expected to be a single PUT. */
  readonly small: boolean;
  /** Parts that S3 does not have yet. */
  readonly partsLeft: number;
  /** Whether S3 may hold parts of it: such an upload had its turn, and goes on at once. */
  readonly hasBegun: boolean;
  /** Takes an event; answers whether the state accepted it. */
  dispatch(event: UploadEvent): boolean;
  /** Begins a run: called when it is this upload's turn. */
  begin(): void;
  /** Time alone changes the speed: makes the next snapshot a new one. */
  touch(): void;
  /** Leaves the session in the store for a later page. */
  release(): void;
}

const NOTHING_YET = { loaded: 0, partsDone: 0 };

/** The in-memory state of one upload: where it stands, the run it has, and what it keeps between runs. */
export function createLiveUpload(
  id: string,
  file: File,
  handle: FileHandle | undefined,
  expectedParts: number,
  services: UploadServices,
  host: UploadHost,
): LiveUpload {
  const { name, size, type } = file;
  let facts: FileFacts = { name, size, type };
  const { clock, sessions } = services;
  const memory: UploadMemory = {};
  const speed = createSpeedWindow();
  const follower = createFollower(sessions, { id, onWanted: giveWay }, changed, resume);
  let state: UploadState = { status: 'queued' };
  let running: AbortController | undefined;
  let ledger: PartLedger | undefined;
  let partCount = expectedParts;
  let resumed = false;
  let shown = 0;
  let snapshot: UploadSnapshot | undefined;
  let completed: Deferred<CompletedObject>;

  function promise(): void {
    completed = deferred();
    completed.promise.catch(() => {}); // Failure is in the snapshot, too: nobody has to listen here.
  }
  promise();

  function changed(): void {
    snapshot = undefined;
    host.onChange();
  }

  function progressed(): void {
    speed.sample(ledger?.loaded ?? 0, clock.now());
    if (ledger && memory.fingerprint) sessions.tell(memory.fingerprint, ledger);
    changed();
  }

  function dispatch(event: UploadEvent): boolean {
    const from = state;
    const to = transition(from, event);
    if (!to || to === from) return false;
    state = to;
    if (isRunning(from.status) && !isRunning(to.status)) endRun();
    follower.stop();
    if (to.status === 'paused' && to.reason === 'other-page') {
      void follower.start(memory.fingerprint ?? '');
    }
    if (event.type === 'retry') promise();
    if (to.status === 'completed') completed.resolve(to.object);
    if (to.status === 'failed') completed.reject(to.error);
    if (to.status === 'canceled') completed.reject(failure('canceled'));
    changed();
    host.onTransition(upload, from.status);
    return true;
  }

  function endRun(): void {
    running?.abort();
    running = undefined;
    ledger?.dropAll();
    speed.reset();
  }

  /** Another page wants to upload this file: it may, while this one does not. */
  async function giveWay(): Promise<void> {
    const { fingerprint = '' } = memory;
    if (!(await sessions.isAwaited(fingerprint)) || !/paused|failed/.test(state.status)) return;
    memory.created = ledger = undefined; // Whether it is still there then, the session and S3 tell.
    await sessions.release(fingerprint, id);
  }

  const scope = (signal: AbortSignal): RunScope => ({
    ...services,
    id,
    file,
    facts,
    handle,
    memory,
    signal,
    dispatch(event) {
      if (!signal.aborted) dispatch(event);
    },
    follow(found) {
      ledger = found;
      partCount = found.plan.partCount;
      resumed = memory.created?.resumed ?? false;
      speed.reset();
      progressed();
    },
    onWanted: giveWay,
    onProgress: progressed,
    onPartUploaded(partNumber, etag) {
      progressed();
      host.onPartUploaded(upload, partNumber, etag);
    },
  });

  async function run({ signal }: AbortController): Promise<void> {
    try {
      const begun = scope(signal);
      services.policy().catch(() => {}); // On its way while the script is: whoever needs it asks again.
      const { runUpload } = await retrying(begun, loadRun);
      const object = await runUpload(begun);
      if (signal.aborted) return;
      resumed = memory.created?.resumed ?? false;
      // The object may have been found while preparing: the states between are passed through.
      dispatch({ type: 'prepared' });
      dispatch({ type: 'parts-uploaded' });
      dispatch({ type: 'complete', object });
      // Thousands of completed uploads may stay on the list: they keep nothing for their parts.
      memory.created = undefined;
      ledger = undefined;
      await forgetSession();
    } catch (thrown) {
      if (signal.aborted) return;
      // Of all that is called here, only the part plan throws range errors.
      const code = thrown instanceof RangeError ? 'file-too-large' : 'internal-error';
      const error = UploadError.is(thrown) ? thrown : failure(code, { cause: thrown });
      // Where S3 holds nothing, or nothing of use, no later attempt is better off with the old upload.
      const worthless = error.code === 'file-changed' || ledger?.isEmpty;
      const left = worthless ? takeCreated(memory) : undefined;
      dispatch({ type: 'fail', error });
      if (left) await abandon(left);
      else await giveWay(); // A page that waits may have better luck.
    }
  }

  const abandon = (left?: Created) => dropUpload(scope(new AbortController().signal), left);

  function resume(): void {
    dispatch({ type: 'resume' });
  }

  async function forgetSession(): Promise<void> {
    if (memory.fingerprint) await sessions.forget(memory.fingerprint, id);
  }

  function takeSnapshot(): UploadSnapshot {
    const now = ledger ?? follower.progress ?? NOTHING_YET;
    const perSecond = speed.bytesPerSecond(now.loaded, clock.now());
    const progress = deriveProgress(state, size, partCount, now, shown, perSecond);
    shown = progress.loaded;
    const actions = deriveActions(state, upload.hasBegun);
    return { id, ...facts, state, progress, resumed, actions };
  }

  const upload: LiveUpload = {
    id,
    file,
    small: expectedParts === 1,
    get completed() {
      return completed.promise;
    },
    get state() {
      return state;
    },
    get partsLeft() {
      return partCount - (ledger?.partsDone ?? 0);
    },
    get hasBegun() {
      return (memory.created ?? memory.creating) !== undefined;
    },
    dispatch,
    begin() {
      const controller = new AbortController();
      running = controller;
      if (dispatch({ type: 'start' })) void run(controller);
    },
    pause() {
      dispatch({ type: 'pause', reason: 'user' });
    },
    rename(name) {
      if (!upload.getSnapshot().actions.canRename) return;
      facts = { ...facts, name };
      changed();
    },
    start: resume,
    resume,
    retry() {
      dispatch({ type: 'retry' });
    },
    async cancel() {
      if (dispatch({ type: 'cancel' })) await abandon();
    },
    touch: changed,
    release() {
      follower.stop();
      if (memory.fingerprint) void sessions.release(memory.fingerprint, id);
    },
    getPartMap: () => ledger?.map() ?? '',
    getSnapshot() {
      snapshot ??= takeSnapshot();
      return snapshot;
    },
  };
  return upload;
}
