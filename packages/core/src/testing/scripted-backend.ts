import {
  CHECKSUMS,
  type CreatedUpload,
  type CreateRequest,
  DEFAULT_INTEGRITY,
  type FileToCreate,
  isSamePlan,
  type ListPartsResponse,
  type PartToPresign,
  type PolicyResponse,
  planParts,
  UploadError,
  type UploadErrorCode,
  type UploadToComplete,
} from '@slipway/protocol';
import type { UploadBackend } from '../ports/backend.ts';
import type { Clock } from '../ports/clock.ts';
import { abortable } from '../retry/abortable.ts';
import { letOthersSpeak, type Script } from './script.ts';
import type { ScriptedStorage, StoredUpload } from './scripted-storage.ts';

/** How the scripted backend behaves. */
export interface ScriptedBackendOptions {
  readonly clock: Clock;
  readonly policy: PolicyResponse;
  /** Lifetime of presigned URLs in milliseconds. */
  readonly urlLifetimeMs: number;
  /** Whether files of one part are sent as forms, if the browser accepts that and they have SHA-256. */
  readonly forms: boolean;
  /** Whether a create request with the fingerprint of an unfinished upload gets that upload. */
  readonly anyDevice: boolean;
  /** Whether parts may be sent with credentials. */
  readonly credentialsAllowed: boolean;
}

/** Allows smaller parts than S3, so that a few bytes make many parts. */
const LIMITS = { minPartSize: 1, maxPartSize: Number.MAX_SAFE_INTEGER, maxPartCount: 10_000 };

/** The presigning backend's part of the scripted S3. */
export function createScriptedBackend(
  script: Script,
  storage: ScriptedStorage,
  options: ScriptedBackendOptions,
): UploadBackend {
  const answer = createAnswer(script);
  const presign = createPresign(storage, options);
  const create = createCreate(storage, options.anyDevice, presign);
  /** Uploads whose end the backend has reported. */
  const ended = new Set<string>();

  return {
    getPolicy: (signal) => answer('policy', signal, () => options.policy),
    create: (request, signal) =>
      answer(`create${many(request.files.length)}`, signal, () =>
        each(request.files, (file) => create(file, request)),
      ),
    presign(request, signal) {
      const { uploads } = request;
      const numbers = uploads.map(({ parts }) => parts.map((p) => p.partNumber).join(','));
      return answer(`presign ${numbers.join(' ')}`, signal, () =>
        each(uploads, (wanted) => {
          if (ended.has(wanted.token)) throw new UploadError('upload-ended');
          return { parts: presign(findUpload(storage, wanted.token), wanted, request) };
        }),
      );
    },
    listParts: (token, signal) =>
      answer('list', signal, () => {
        const listed = list(storage, token);
        if (listed.status === 'completed') ended.add(token);
        return listed;
      }),
    complete(uploads, signal) {
      const numbers = uploads.map(({ token, etags }) =>
        etags ? etags.map((e) => e.partNumber).join(',') : nameOf(storage, token),
      );
      return answer(`complete ${numbers.join(' ')}`, signal, () =>
        each(uploads, (upload) => {
          const completed = complete(storage, upload);
          ended.add(upload.token);
          return completed;
        }),
      );
    },
    abort: (uploads, signal) =>
      answer(`abort${many(uploads.length)}`, signal, () =>
        each(uploads, ({ token }) => {
          storage.uploads.delete(token);
          ended.add(token);
          return { aborted: true } as const;
        }),
      ),
  };
}

/** Creates a function that answers calls as the script says. */
function createAnswer(script: Script) {
  return async <T>(call: string, signal: AbortSignal | undefined, act: () => T): Promise<T> => {
    signal?.throwIfAborted();
    const fault = script.take(call);
    const outcome = (async () => {
      if (fault?.kind === 'held') await fault.released;
      if (fault?.kind === 'answer') throw asError(fault);
      const value = fault?.kind === 'lost' && !fault.applied ? undefined : act();
      if (fault?.kind === 'lost') throw new UploadError('backend-unavailable');
      return value as T;
    })();
    outcome.catch(() => {});
    const settled = outcome.finally(() => script.received(call)).finally(letOthersSpeak);
    return signal ? abortable(settled, signal) : settled;
  };
}

/** Creates a function that creates an upload, or finds that of another device. */
function createCreate(
  storage: ScriptedStorage,
  anyDevice: boolean,
  presign: ReturnType<typeof createPresign>,
) {
  return (file: FileToCreate, request: CreateRequest): CreatedUpload => {
    const { size, partSize, runs, integrity = DEFAULT_INTEGRITY } = file;
    const known = anyDevice ? storage.find(file) : undefined;
    const plan = planParts({ size, partSize, runs, limits: LIMITS });
    const upload = known ?? storage.create({ ...file, integrity }, plan);
    return {
      token: upload.token,
      objectKey: upload.objectKey,
      plan: upload.plan,
      integrity: upload.integrity,
      parts: isSamePlan(upload.plan, plan) ? presign(upload, file, request) : [],
      resumed: known && { parts: storage.list(known) },
    };
  };
}

/** Creates a function that presigns the parts of a request, as forms if both sides and the integrity allow them. */
function createPresign(
  storage: ScriptedStorage,
  { clock, urlLifetimeMs, forms, credentialsAllowed }: ScriptedBackendOptions,
) {
  return (
    upload: StoredUpload,
    { parts = [] }: { readonly parts?: readonly PartToPresign[] | undefined },
    { accepts = [] }: Pick<CreateRequest, 'accepts'>,
  ) => {
    const { kind, partCount } = upload.plan;
    const isFormSafe = CHECKSUMS[upload.integrity]?.inForms ?? false;
    const asForm = forms && isFormSafe && kind === 'single' && accepts.includes('post');
    return parts
      .filter(({ partNumber }) => partNumber <= partCount)
      .map((part) => {
        const presigned = storage.presign(upload, { ...part, asForm }, clock.now(), urlLifetimeMs);
        return Object.assign(presigned, { credentialsAllowed });
      });
  };
}

function findUpload(storage: ScriptedStorage, token: string): StoredUpload {
  const upload = storage.uploads.get(token);
  if (!upload) throw new UploadError('upload-not-found');
  return upload;
}

function list(storage: ScriptedStorage, token: string): ListPartsResponse {
  const upload = findUpload(storage, token);
  return upload.object
    ? { status: 'completed', object: upload.object.facts }
    : { status: 'unfinished', parts: storage.list(upload) };
}

function complete(storage: ScriptedStorage, { token, checksum }: UploadToComplete) {
  const upload = findUpload(storage, token);
  const partNumbers = storage.complete(upload);
  if (partNumbers.length > 0) throw new UploadError('parts-missing', { partNumbers });
  if (storage.hasAnotherChecksum(upload, checksum)) throw new UploadError('checksum-mismatch');
  if (!upload.object) throw new UploadError('upload-not-found');
  return { object: upload.object.facts };
}

/** The script names an upload that completes without ETags by its file. */
function nameOf(storage: ScriptedStorage, token: string): string {
  return storage.uploads.get(token)?.name ?? token;
}

function asError(fault: {
  status: number;
  code: string;
  retryAfterMs: number | undefined;
  partNumbers: readonly number[] | undefined;
}): UploadError {
  const { status, code, retryAfterMs, partNumbers } = fault;
  return new UploadError(code as UploadErrorCode, { status, retryAfterMs, partNumbers });
}

/** Each item succeeds or fails on its own. */
function each<I, O>(items: readonly I[], act: (item: I) => O) {
  return items.map((item) => {
    try {
      return act(item);
    } catch (error) {
      if (!UploadError.is(error)) throw error;
      return { error: error.toBody() };
    }
  });
}

function many(count: number): string {
  return count === 1 ? '' : ` x${count}`;
}
