import type { UploadPolicy } from '@slipway/protocol';
import { nameFile } from '../engine/name-file.ts';
import { sumUp, type UploaderSnapshot } from '../engine/totals.ts';
import type { UnfinishedUpload, Uploader } from '../engine/uploader.ts';
import { failure } from '../retry/failure.ts';
import { deriveProgress } from '../upload/progress.ts';
import { deriveActions, type UploadSnapshot } from '../upload/snapshot.ts';
import type { UploadState } from '../upload/state.ts';
import type { Upload } from '../upload/upload.ts';

/** One upload of a {@link createStillUploader}, at the moment that is to be looked at. */
export interface StillUpload {
  readonly name: string;
  /** Bytes. @defaultValue 1 MiB */
  readonly size?: number | undefined;
  /** MIME type. @defaultValue `''` */
  readonly type?: string | undefined;
  readonly state: UploadState;
  /** Bytes acknowledged or on the wire. @defaultValue 0 */
  readonly loaded?: number | undefined;
  /** Shown while uploading. @defaultValue too early to tell */
  readonly bytesPerSecond?: number | undefined;
  /** @defaultValue 1 */
  readonly partCount?: number | undefined;
  /** As of `Upload.getPartMap`. @defaultValue `''` */
  readonly partMap?: string | undefined;
  readonly resumed?: boolean | undefined;
  /** The file itself, where its contents are looked at. @defaultValue an empty one */
  readonly file?: File | undefined;
}

/** What an earlier visit left over, for {@link createStillUploader}. */
export interface StillUnfinished
  extends Pick<UnfinishedUpload, 'name' | 'size' | 'createdAt' | 'hasFile'> {
  /** How much of it S3 has, 0..1. @defaultValue nobody knows */
  readonly fraction?: number | undefined;
}

/** What {@link createStillUploader} can be told besides its uploads. */
export interface StillUploaderOptions {
  /** @defaultValue everything may be uploaded */
  readonly policy?: UploadPolicy | undefined;
  /** @defaultValue true */
  readonly sessionsAvailable?: boolean | undefined;
  /** @defaultValue none */
  readonly unfinished?: readonly StillUnfinished[] | undefined;
}

/**
 * An uploader that stands still: it shows the uploads it is given, as the engine itself would show them, and
 * nothing ever happens to them. For galleries, pictures and tests of an interface's looks.
 */
export function createStillUploader(
  stills: readonly StillUpload[],
  options: StillUploaderOptions = {},
): Uploader {
  const { policy = { integrity: 'none' }, sessionsAvailable = true, unfinished = [] } = options;
  const held = stills.map(stillUpload);
  const uploads = held.map((upload) => upload.getSnapshot());
  const snapshot: UploaderSnapshot = { uploads, totals: sumUp(uploads), sessionsAvailable };
  return {
    add(given) {
      const file = nameFile(given);
      return stillUpload({ name: file.name, file, state: { status: 'queued' } }, held.length);
    },
    getUnfinished: async () => unfinished.map(stillUnfinished),
    addAll: () => [],
    getUpload: (id) => held.find((upload) => upload.id === id),
    getSnapshot: () => snapshot,
    subscribe: () => nothing,
    on: () => nothing,
    pauseAll: nothing,
    resumeAll: nothing,
    retryAll: nothing,
    cancelAll: async () => {},
    move: nothing,
    remove: nothing,
    clear: nothing,
    getPolicy: async () => policy,
    warmUp: async () => {},
    close: nothing,
  };
}

function stillUnfinished({ fraction, ...facts }: StillUnfinished): UnfinishedUpload {
  return {
    ...facts,
    getFraction: async () => fraction,
    resume: () => new Promise<never>(nothing),
    discard: async () => {},
  };
}

function stillUpload(still: StillUpload, index: number): Upload {
  const { name, size = 1024 ** 2, type = '', state, partCount = 1, loaded = 0 } = still;
  const partsDone = Math.floor((loaded / (size || 1)) * partCount);
  const snapshot: UploadSnapshot = {
    id: `still-${index + 1}`,
    name,
    size,
    type,
    state,
    progress: deriveProgress(
      state,
      size,
      partCount,
      { loaded, partsDone },
      0,
      still.bytesPerSecond,
    ),
    resumed: still.resumed ?? false,
    actions: deriveActions(state, loaded > 0),
  };
  return {
    id: snapshot.id,
    file: still.file ?? new File([], name, { type }),
    get completed() {
      if (state.status === 'completed') return Promise.resolve(state.object);
      if (state.status === 'failed') return Promise.reject(state.error);
      if (state.status === 'canceled') return Promise.reject(failure('canceled'));
      return new Promise<never>(nothing);
    },
    getSnapshot: () => snapshot,
    getPartMap: () => still.partMap ?? '',
    rename: nothing,
    start: nothing,
    pause: nothing,
    resume: nothing,
    retry: nothing,
    cancel: async () => {},
  };
}

function nothing(): void {}
