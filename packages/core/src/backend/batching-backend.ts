import {
  type AbortResponse,
  type AcceptedMethod,
  type CompletedObject,
  type CreatedUpload,
  type FileToCreate,
  findFieldFault,
  MAX_BATCH_SIZE,
  MAX_PRESIGN_BATCH,
  type PartToPresign,
  type PresignedPart,
  type UploadToComplete,
} from '@slipway/protocol';
import type { UploadBackend } from '../ports/backend.ts';
import type { Clock } from '../ports/clock.ts';
import { failure } from '../retry/failure.ts';
import { type Batcher, createBatcher } from './batcher.ts';

/** The backend with one call per upload. Batches the calls of all uploads. */
export interface BatchingBackend extends Pick<UploadBackend, 'listParts'> {
  readonly create: Batcher<FileToCreate, CreatedUpload>;
  readonly presign: Batcher<
    { readonly token: string; readonly parts: readonly PartToPresign[] },
    { readonly parts: readonly PresignedPart[] }
  >;
  readonly complete: Batcher<UploadToComplete, { readonly object: CompletedObject }>;
  readonly abort: Batcher<{ readonly token: string }, { readonly aborted: true }>;
}

/** How long batches wait for more calls, in milliseconds. */
export interface BatchWindows {
  /** For create, presign and abort while other uploads run. Uploads that start together share a request. */
  readonly beginMs: number;
  /** For create, while checksums of more small files are computed. */
  readonly readingMs: number;
  /** For complete while other uploads run, because uploads end one by one. */
  readonly completeMs: number;
  /** For complete of a small file, while more small files are sent. */
  readonly sendingMs: number;
}

/**
 * The windows for browsers. Other work continues during each wait. With 80 ms per file, six connections send a hundred
 * small files in 1.3 s.
 */
export const BATCH_WINDOWS: BatchWindows = {
  beginMs: 10,
  readingMs: 600,
  completeMs: 200,
  sendingMs: 3_000,
};

/** What the batches depend on. */
export interface BatchingSettings {
  readonly clock: Clock;
  readonly windows: BatchWindows;
  /** Whether other uploads run, so that waiting for their calls makes sense. */
  readonly busy: () => boolean;
  /** How many files the first request creates while nothing is sent: enough to give all connections work. */
  readonly firstFiles: () => number | undefined;
  /** How parts may be sent besides PUT. */
  readonly accepts: () => readonly AcceptedMethod[] | undefined;
}

/** An upload weighs this much more than its parts, because a presign request may have only 100 uploads. */
const PRESIGN_WEIGHT = 9;

/** A body with the ETags of this many parts weighs as much as one more upload. */
const ETAGS_PER_UPLOAD = 100;

/** Adds batching to a backend. */
export function createBatchingBackend(
  backend: UploadBackend,
  { clock, windows, busy, firstFiles, accepts }: BatchingSettings,
): BatchingBackend {
  const common = {
    clock,
    windowMs: () => (busy() ? windows.beginMs : 0),
    maxWeight: MAX_BATCH_SIZE,
  };
  return {
    listParts: (token, signal) => backend.listParts(token, signal),
    create: createBatcher({
      ...common,
      patienceMs: windows.readingMs,
      enough: () => firstFiles() ?? MAX_BATCH_SIZE,
      refuse(file) {
        const message = findFieldFault(file);
        return message ? failure('invalid-request', { message }) : undefined;
      },
      send: (files) => backend.create({ files, accepts: accepts() }),
    }),
    presign: createBatcher({
      ...common,
      maxWeight: MAX_PRESIGN_BATCH,
      weigh: ({ parts }) => parts.length + PRESIGN_WEIGHT,
      send: (uploads) => backend.presign({ uploads, accepts: accepts() }),
    }),
    complete: createBatcher({
      ...common,
      windowMs: () => (busy() ? windows.completeMs : 0),
      patienceMs: windows.sendingMs,
      weigh: ({ etags }) => 1 + Math.floor((etags?.length ?? 0) / ETAGS_PER_UPLOAD),
      send: (uploads) => backend.complete(uploads),
    }),
    abort: createBatcher<{ readonly token: string }, { readonly aborted: true }>({
      ...common,
      send: (uploads): Promise<AbortResponse['uploads']> => backend.abort(uploads),
    }),
  };
}
