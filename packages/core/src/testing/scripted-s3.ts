import type { PolicyResponse } from '@slipway/protocol';
import type { UploadBackend } from '../ports/backend.ts';
import type { Clock } from '../ports/clock.ts';
import type { PartTransport } from '../ports/transport.ts';
import { deferred } from '../retry/deferred.ts';
import { createScript, type Script } from './script.ts';
import { createScriptedBackend } from './scripted-backend.ts';
import { ScriptedStorage } from './scripted-storage.ts';
import { createScriptedTransport } from './scripted-transport.ts';

/** An S3 in memory with its presigning backend. Does what the script says, and otherwise what S3 does. */
export interface ScriptedS3 {
  readonly backend: UploadBackend;
  readonly transport: PartTransport;
  /**
   * Every call in order: `policy`, `create` (`create x3` for a batch), `presign 4,5`, `put 2`, `list`,
   * `complete 1,2,3` (or the file name, without ETags), `abort`.
   */
  readonly calls: readonly string[];
  /** Settles when a call has had its effect, before its answer arrives. `'put'` matches any PUT. */
  receives(call: string, times?: number): Promise<void>;
  /** Answers the next such call with an S3 code (for PUTs) or an `UploadErrorCode` (for all others). */
  answer(
    call: string,
    status: number,
    code: string,
    options?: { retryAfterMs?: number; partNumbers?: readonly number[] },
  ): void;
  /** Breaks the connection of the next such call before it has an effect, or after it if `applied`. */
  lose(call: string, options?: { applied?: boolean }): void;
  /** Holds the next such call. Returns a function that releases it. */
  hold(call: string): () => void;
  /** Changes a byte of the next such PUT on its way. S3 notices if the URL signs a checksum. */
  corrupt(call: string): void;
  /** Makes CORS hide ETags from now on. */
  hideEtags(): void;
  /** Loses a stored part of every upload. */
  losePart(partNumber: number): void;
  /** Drops every unfinished upload, as a lifecycle rule does. */
  dropUploads(): void;
  /** The finished objects by key. */
  readonly objects: ReadonlyMap<string, Blob>;
  /** The PUTs and POSTs that were sent with credentials. */
  readonly withCredentials: readonly string[];
  /** How many uploads are neither finished nor aborted. */
  readonly unfinished: number;
}

/** Options of {@link createScriptedS3}. */
export interface ScriptedS3Options {
  readonly clock: Clock;
  /** @defaultValue everything may be uploaded, without checksums */
  readonly policy?: PolicyResponse | undefined;
  /** Lifetime of presigned URLs in milliseconds. @defaultValue 15 minutes */
  readonly urlLifetimeMs?: number | undefined;
  /** Whether files of one part with integrity `sha256` are sent as forms (`post 1`). @defaultValue false: `put 1` */
  readonly forms?: boolean | undefined;
  /**
   * Whether the backend allows requests with credentials, and whether the bucket's CORS rules accept or refuse them.
   *
   * @defaultValue the backend does not allow them
   */
  readonly credentials?: 'allowed' | 'refused' | undefined;
  /** Whether an unfinished upload can be resumed without its session. @defaultValue false */
  readonly anyDevice?: boolean | undefined;
}

/** Creates an S3 in memory. */
export function createScriptedS3(options: ScriptedS3Options): ScriptedS3 {
  const { clock, policy = { integrity: 'none' }, urlLifetimeMs = 900_000 } = options;
  const { forms = false, anyDevice = false, credentials } = options;
  const withCredentials: string[] = [];
  const script = createScript();
  const storage = new ScriptedStorage();
  let etagExposed = true;
  const unfinished = () => [...storage.uploads.values()].filter(({ object }) => !object);
  const credentialsAllowed = credentials !== undefined;

  return {
    backend: createScriptedBackend(script, storage, {
      clock,
      policy,
      urlLifetimeMs,
      forms,
      anyDevice,
      credentialsAllowed,
    }),
    transport: createScriptedTransport(
      script,
      storage,
      clock,
      () => etagExposed,
      (call) => credentials === 'allowed' && withCredentials.push(call) > 0,
    ),
    withCredentials,
    calls: script.calls,
    receives: script.receives,
    ...createFaults(script),
    hideEtags() {
      etagExposed = false;
    },
    losePart(partNumber) {
      for (const { parts } of storage.uploads.values()) parts.delete(partNumber);
    },
    dropUploads() {
      for (const { token } of unfinished()) storage.uploads.delete(token);
    },
    get objects() {
      const finished = [...storage.uploads.values()].flatMap(({ objectKey, object }) =>
        object ? [[objectKey, object.body] as const] : [],
      );
      return new Map(finished);
    },
    get unfinished() {
      return unfinished().length;
    },
  };
}

/** Creates the functions that add faults to a script. */
function createFaults(script: Script): Pick<ScriptedS3, 'answer' | 'lose' | 'hold' | 'corrupt'> {
  return {
    answer(call, status, code, { retryAfterMs, partNumbers } = {}) {
      script.add(call, { kind: 'answer', status, code, retryAfterMs, partNumbers });
    },
    lose(call, { applied = false } = {}) {
      script.add(call, { kind: 'lost', applied });
    },
    hold(call) {
      const { promise: released, resolve: release } = deferred<void>();
      script.add(call, { kind: 'held', released });
      return release;
    },
    corrupt(call) {
      script.add(call, { kind: 'corrupted' });
    },
  };
}
