import {
  type CreateRequest,
  DEFAULT_INTEGRITY,
  type PartToPresign,
  type PolicyResponse,
  planParts,
  UploadError,
  type UploadErrorCode,
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
  /** Whether files of one part go as forms where the browser accepts that. */
  readonly forms: boolean;
  /** Whether an unfinished upload is handed out again to whoever names its contents. */
  readonly anyDevice: boolean;
  /** Whether parts may be sent with credentials. */
  readonly credentialsAllowed: boolean;
}

/** The presigning backend's part of the scripted S3. */
export function createScriptedBackend(
  script: Script,
  storage: ScriptedStorage,
  { clock, policy, urlLifetimeMs, forms, anyDevice, credentialsAllowed }: ScriptedBackendOptions,
): UploadBackend {
  async function answer<T>(
    call: string,
    signal: AbortSignal | undefined,
    act: () => T,
  ): Promise<T> {
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
  }

  const presign = (
    upload: StoredUpload,
    { parts = [] }: { readonly parts?: readonly PartToPresign[] | undefined },
    { accepts = [] }: Pick<CreateRequest, 'accepts'>,
  ) => {
    const { kind, partCount } = upload.plan;
    const asForm = forms && kind === 'single' && accepts.includes('post');
    return parts
      .filter(({ partNumber }) => partNumber <= partCount)

      .map((part) => {
        const presigned = storage.presign(upload, { ...part, asForm }, clock.now(), urlLifetimeMs);
        return Object.assign(presigned, { credentialsAllowed });
      });
  };

  /** Uploads of which the backend has said how they ended. */
  const ended = new Set<string>();

  const assertUnended = (token: string) => {
    if (ended.has(token)) throw new UploadError('upload-ended');
  };

  const find = (token: string) => {
    const upload = storage.uploads.get(token);
    if (!upload) throw new UploadError('upload-not-found');
    return upload;
  };

  return {
    getPolicy: (signal) => answer('policy', signal, () => policy),
    create: (request, signal) =>
      answer(`create${many(request.files.length)}`, signal, () =>
        each(request.files, (file) => {
          const { size, partSize, integrity = DEFAULT_INTEGRITY } = file;
          // Also below what S3 allows, so that a few bytes make many parts.
          const limits = {
            minPartSize: 1,
            maxPartSize: Number.MAX_SAFE_INTEGER,
            maxPartCount: 10_000,
          };
          const begun = anyDevice ? storage.find(file) : undefined;
          const upload =
            begun ?? storage.create({ ...file, integrity }, planParts({ size, partSize, limits }));
          const { token, objectKey, plan } = upload;
          const parts = presign(upload, file, request);
          const resumed = begun && { parts: storage.list(begun) };
          return { token, objectKey, plan, integrity: upload.integrity, parts, resumed };
        }),
      ),
    presign: (request, signal) => {
      const { uploads } = request;
      const numbers = uploads.map(({ parts }) => parts.map((p) => p.partNumber).join(','));
      return answer(`presign ${numbers.join(' ')}`, signal, () =>
        each(uploads, (wanted) => {
          assertUnended(wanted.token);
          return { parts: presign(find(wanted.token), wanted, request) };
        }),
      );
    },
    listParts: (token, signal) =>
      answer('list', signal, () => {
        const upload = find(token);
        if (!upload.object) return { status: 'unfinished', parts: storage.list(upload) };
        ended.add(token);
        return { status: 'completed', object: upload.object.facts };
      }),
    complete: (uploads, signal) => {
      const numbers = uploads.map(({ token, etags }) =>
        etags ? etags.map((e) => e.partNumber).join(',') : nameOf(storage, token),
      );
      return answer(`complete ${numbers.join(' ')}`, signal, () =>
        each(uploads, ({ token, checksum }) => {
          const upload = find(token);
          const partNumbers = storage.complete(upload);
          if (partNumbers.length > 0) throw new UploadError('parts-missing', { partNumbers });
          if (storage.hasAnotherChecksum(upload, checksum)) {
            throw new UploadError('checksum-mismatch');
          }
          if (!upload.object) throw new UploadError('upload-not-found');
          ended.add(token);
          return { object: upload.object.facts };
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

/** An upload completed without ETags is called by its file's name. */
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

/** Items succeed and fail on their own. */
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
