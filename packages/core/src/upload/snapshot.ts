import type { UploadProgress } from './progress.ts';
import { accepts, type EventType, type UploadState } from './state.ts';

/** What the user can do with an upload now. */
export interface UploadActions {
  readonly canPause: boolean;
  readonly canResume: boolean;
  readonly canCancel: boolean;
  readonly canRetry: boolean;
  /** Nothing of it was created yet. */
  readonly canRename: boolean;
}

/** One upload at one moment. Immutable; the same object while nothing changed. */
export interface UploadSnapshot {
  readonly id: string;
  /** Name of the file, or what it was renamed to. */
  readonly name: string;
  /** Bytes of the file. */
  readonly size: number;
  /** MIME type of the file, `''` when unknown. */
  readonly type: string;
  readonly state: UploadState;
  readonly progress: UploadProgress;
  /** Whether this run continued a session of an earlier page. */
  readonly resumed: boolean;
  readonly actions: UploadActions;
}

/** Trying again cannot help: it is this very file that is refused or gone. */
const ABOUT_THE_FILE = /^(file|type)-/;

/** Derives what a state allows from the table of accepted events. */
export function deriveActions(state: UploadState, hasBegun = false): UploadActions {
  const can = (type: EventType) => accepts(state.status, type);
  return {
    canPause: can('pause') && state.status !== 'paused',
    canResume: can('resume'),
    canCancel: can('cancel'),
    canRename: !hasBegun && (state.status === 'queued' || state.status === 'paused'),
    canRetry: state.status === 'failed' && !ABOUT_THE_FILE.test(state.error.code),
  };
}
