import type { UploadPolicy } from '@slipway/protocol';
import { nameFile } from '../engine/name-file.ts';
import { sumUp, type UploaderSnapshot } from '../engine/totals.ts';
import type { UnfinishedUpload, UploaderInstance } from '../engine/uploader.ts';
import { failure } from '../retry/failure.ts';
import { deriveProgress } from '../upload/progress.ts';
import { deriveActions, type UploadSnapshot } from '../upload/snapshot.ts';
import type { UploadState } from '../upload/state.ts';
import type { Upload } from '../upload/upload.ts';

/** One upload of a {@link createStillUploader}, frozen at one moment. */
export interface StillUpload {
  readonly name: string;
  /** Bytes. @defaultValue 1 MiB */
  readonly size?: number | undefined;
  /** MIME type. @defaultValue `''` */
  readonly type?: string | undefined;
  readonly state: UploadState;
  /** Bytes acknowledged or on the wire. @defaultValue 0 */
  readonly loaded?: number | undefined;
  /** Shown while uploading. @defaultValue `undefined`, as in the first second */
  readonly bytesPerSecond?: number | undefined;
  /** Parts of the file. @defaultValue 1 */
  readonly partCount?: number | undefined;
  /** The result of `Upload.getPartMap`. @defaultValue `''` */
  readonly partMap?: string | undefined;
  readonly resumed?: boolean | undefined;
  /** The file itself, if the interface reads its contents. @defaultValue an empty file */
  readonly file?: File | undefined;
}

/** What an earlier visit left over, for {@link createStillUploader}. */
export interface StillUnfinished
  extends Pick<UnfinishedUpload, 'name' | 'size' | 'createdAt' | 'hasFile'> {
  /** How much of the file S3 has, from 0 to 1. @defaultValue `undefined`: unknown */
  readonly fraction?: number | undefined;
}

/** Options of {@link createStillUploader}. */
export interface StillUploaderOptions {
  /** What may be uploaded. @defaultValue everything */
  readonly policy?: UploadPolicy | undefined;
  /** @defaultValue true */
  readonly sessionsAvailable?: boolean | undefined;
  /** What earlier visits left over. @defaultValue nothing */
  readonly unfinished?: readonly StillUnfinished[] | undefined;
}

/**
 * Creates an uploader that shows the given uploads as the engine would, and never changes. For galleries, pictures and
 * visual tests of an interface.
 */
export function createStillUploader(
  stills: readonly StillUpload[],
  options: StillUploaderOptions = {},
): UploaderInstance {
  const { policy = { integrity: 'none' }, sessionsAvailable = true, unfinished = [] } = options;
  const held = stills.map(stillUpload);
  const uploads = held.map((upload) => upload.getSnapshot());
  const snapshot: UploaderSnapshot = { uploads, totals: sumUp(uploads), sessionsAvailable };
  return {
    add(given) {
      const file = nameFile(given);
      return stillUpload({ name: file.name, file, state: { status: 'queued' } }, held.length);
    },
    forgetAll: async () => true,
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
