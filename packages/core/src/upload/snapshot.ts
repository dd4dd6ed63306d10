import type { UploadProgress } from './progress.ts';
import { accepts, type EventType, type UploadState } from './state.ts';

/** What the user can do with an upload now. */
export interface UploadActions {
  readonly canPause: boolean;
  readonly canResume: boolean;
  readonly canCancel: boolean;
  readonly canRetry: boolean;
  /** True until the upload is created at S3. */
  readonly canRename: boolean;
}

/** One upload at one moment. Immutable. The same object while nothing changes. */
export interface UploadSnapshot {
  readonly id: string;
  /** Name of the file, or the name that the user gave it. */
  readonly name: string;
  /** Bytes of the file. */
  readonly size: number;
  /** MIME type of the file, `''` when unknown. */
  readonly type: string;
  readonly state: UploadState;
  readonly progress: UploadProgress;
  /** Whether the upload continued one of an earlier page or another device. */
  readonly resumed: boolean;
  readonly actions: UploadActions;
}

/** Errors of this very file, which is refused or gone. A retry cannot help. */
const ABOUT_THE_FILE = /^(file|type)-/;

/** Derives the possible actions from the table of accepted events. */
export function deriveActions(state: UploadState, hasStarted = false): UploadActions {
  const can = (type: EventType) => accepts(state.status, type);
  return {
    canPause: can('pause') && state.status !== 'paused',
    canResume: can('resume'),
    canCancel: can('cancel'),
    canRename: !hasStarted && (state.status === 'queued' || state.status === 'paused'),
    canRetry: state.status === 'failed' && !ABOUT_THE_FILE.test(state.error.code),
  };
}
