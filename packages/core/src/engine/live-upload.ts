import type { FileHandle } from '../ports/file-handle.ts';
import type { UploadMemory } from '../run/run-scope.ts';
import type { UploadServices } from '../run/services.ts';
import { createUploadMachine } from '../upload/machine.ts';
import { isRunning, type Status, type UploadEvent, type UploadState } from '../upload/state.ts';
import type { Upload } from '../upload/upload.ts';
import { createUploadRuns, type UploadRuns } from './upload-runs.ts';
import { createUploadView, type UploadView } from './upload-view.ts';

/** What is known about an upload when its file is added. */
export interface AddedFile {
  readonly id: string;
  readonly file: File;
  /** Gives access to the file again after a reload. */
  readonly handle: FileHandle | undefined;
  /** How many parts the file will have, as far as is known. */
  readonly expectedParts: number;
}

/** What an upload reports to its uploader. */
export interface UploadHost {
  /** Something that snapshots show has changed. */
  onChange(): void;
  onTransition(upload: LiveUpload, from: Status): void;
  onPartUploaded(upload: LiveUpload, partNumber: number, etag: string | undefined): void;
}

/** An upload as its uploader sees it. */
export interface LiveUpload extends UploadView, Upload {
  /** Whether one PUT is expected to be enough. */
  readonly small: boolean;
  /** Passes an event to the state machine. Returns whether the state changed. */
  dispatch(event: UploadEvent): boolean;
  /** Starts a run. Called when it is this upload's turn. */
  begin(): void;
  /** Ends the claim on the session. The session stays in the store for a later page. */
  release(): void;
  /** Drops what the page knows about the upload at S3, and the session. */
  forget(): void;
}

/** Creates the in-memory state of one upload: its state machine, its runs, and what it keeps between runs. */
export function createLiveUpload(
  { id, file, handle, expectedParts }: AddedFile,
  services: UploadServices,
  host: UploadHost,
): LiveUpload {
  const { name, size, type } = file;
  const facts = { name, size, type };
  const memory: UploadMemory = { facts, partCount: expectedParts, resumed: false };
  const machine = createUploadMachine(onTransition);
  const { dispatch } = machine;
  const view = createUploadView({ id, file }, memory, machine, services.clock, host.onChange);
  const command = (event: UploadEvent) => () => void dispatch(event);
  const resume = command({ type: 'resume' });
  /** Created at the first turn, because thousands of uploads may wait. */
  let runs: UploadRuns | undefined;

  function begin(): void {
    const kept = { id, file, handle, memory };
    runs ??= createUploadRuns(services, kept, machine, view, (partNumber, etag) =>
      host.onPartUploaded(upload, partNumber, etag),
    );
    services.share.enter();
    runs.begin();
  }

  function onTransition(from: UploadState): void {
    const { state } = machine;
    if (!isRunning(state.status)) runs?.end();
    if (state.status === 'paused' && state.reason === 'other-page') void runs?.waitForTurn();
    view.touch();
    host.onTransition(upload, from.status);
  }

  const upload: LiveUpload = Object.assign(view, {
    small: expectedParts === 1,
    dispatch,
    begin,
    pause: command({ type: 'pause', reason: 'user' }),
    rename(newName: string) {
      if (!view.getSnapshot().actions.canRename) return;
      memory.facts = { ...facts, name: newName };
      view.touch();
    },
    getPartMap: () => memory.ledger?.map() ?? '',
    start: resume,
    resume,
    retry: command({ type: 'retry' }),
    async cancel() {
      if (dispatch({ type: 'cancel' })) await runs?.abandon();
    },
    release() {
      if (!isRunning(machine.state.status)) runs?.end();
      if (memory.fingerprint) void services.sessions.release(memory.fingerprint, id);
    },
    forget() {
      memory.fingerprint = memory.created = memory.session = undefined;
    },
  });
  return upload;
}
