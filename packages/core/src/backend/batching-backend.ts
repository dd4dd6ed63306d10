import {
  type CompletedObject,
  type CreatedUpload,
  type FileToCreate,
  type ListPartsResponse,
  MAX_BATCH_SIZE,
  MAX_PRESIGN_BATCH,
  type PartToPresign,
  type PresignedPart,
  type UploadPolicy,
  type UploadToComplete,
} from '@slipway/protocol';
import type { UploadBackend } from '../ports/backend.ts';
import type { Clock } from '../ports/clock.ts';
import { createBatcher } from './batcher.ts';

/** The backend, asked for one upload at a time; the requests are batched over all uploads. */
export interface BatchingBackend {
  getPolicy(signal?: AbortSignal): Promise<UploadPolicy>;
  create(file: FileToCreate, signal?: AbortSignal): Promise<CreatedUpload>;
  presign(
    token: string,
    parts: readonly PartToPresign[],
    signal?: AbortSignal,
  ): Promise<readonly PresignedPart[]>;
  listParts(token: string, signal?: AbortSignal): Promise<ListPartsResponse>;
  complete(upload: UploadToComplete, signal?: AbortSignal): Promise<CompletedObject>;
  abort(token: string, signal?: AbortSignal): Promise<void>;
}

/** Windows of the batches, in milliseconds. */
export interface BatchWindows {
  /** For create, presign and abort: uploads that begin together ask together. */
  readonly beginMs: number;
  /** For complete, when other uploads are under way: they end one by one. */
  readonly completeMs: number;
}

/** A body with the ETags of this many parts weighs as much as one more upload. */
const ETAGS_PER_UPLOAD = 100;

/** Puts batching before a backend. `busy` says whether waiting for company at complete makes sense. */
export function createBatchingBackend(
  backend: UploadBackend,
  clock: Clock,
  windows: BatchWindows,
  busy: () => boolean,
): BatchingBackend {
  const beginMs = () => windows.beginMs;
  const create = createBatcher<FileToCreate, CreatedUpload>({
    clock,
    windowMs: beginMs,
    maxWeight: MAX_BATCH_SIZE,
    send: (files, signal) => backend.create(files, signal),
  });
  const presign = createBatcher<
    { token: string; parts: readonly PartToPresign[] },
    { readonly parts: readonly PresignedPart[] }
  >({
    clock,
    windowMs: beginMs,
    maxWeight: MAX_PRESIGN_BATCH,
    weigh: ({ parts }) => Math.max(parts.length, MAX_PRESIGN_BATCH / MAX_BATCH_SIZE),
    send: (uploads, signal) => backend.presign(uploads, signal),
  });
  const complete = createBatcher<UploadToComplete, { readonly object: CompletedObject }>({
    clock,
    windowMs: () => (busy() ? windows.completeMs : 0),
    maxWeight: MAX_BATCH_SIZE,
    weigh: ({ etags }) => 1 + Math.floor((etags?.length ?? 0) / ETAGS_PER_UPLOAD),
    send: (uploads, signal) => backend.complete(uploads, signal),
  });
  const abort = createBatcher<{ readonly token: string }, { readonly aborted: true }>({
    clock,
    windowMs: beginMs,
    maxWeight: MAX_BATCH_SIZE,
    send: (uploads, signal) => backend.abort(uploads, signal),
  });

  return {
    getPolicy: (signal) => backend.getPolicy(signal),
    listParts: (token, signal) => backend.listParts(token, signal),
    create,
    presign: async (token, parts, signal) => (await presign({ token, parts }, signal)).parts,
    complete: async (upload, signal) => (await complete(upload, signal)).object,
    abort: async (token, signal) => {
      await abort({ token }, signal);
    },
  };
}
