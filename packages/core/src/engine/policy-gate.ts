import {
  checkFile,
  type FileFacts,
  type PolicyResponse,
  UploadError,
  type UploadPolicy,
} from '@slipway/protocol';
import type { EngineSettings } from '../settings.ts';
import type { LiveUpload } from './live-upload.ts';

/** Knows what may be uploaded. Asks the backend once. If that fails, the next call asks again. */
export interface PolicyGate {
  /** `undefined` until the backend has answered. */
  readonly known: PolicyResponse | undefined;
  get(): Promise<PolicyResponse>;
  /** Asks the backend again at the next call, because the caller may be another one. */
  forget(): void;
  /** Gets the policy for a file. @throws UploadError when the policy refuses the file, or the backend fails */
  admit(file: FileFacts): Promise<PolicyResponse>;
}

/** @param onKnown called when the backend has answered */
export function createPolicyGate(
  { backend, policy }: EngineSettings,
  onKnown: () => void,
): PolicyGate {
  let known: PolicyResponse | undefined = policy;
  let asking: Promise<PolicyResponse> | undefined;

  async function askOnce(): Promise<PolicyResponse> {
    try {
      known = await backend.getPolicy();
      onKnown();
      return known;
    } finally {
      asking = undefined;
    }
  }

  function get(): Promise<PolicyResponse> {
    if (known) return Promise.resolve(known);
    asking ??= askOnce();
    return asking;
  }

  return {
    get known() {
      return known;
    },
    get,
    forget() {
      known = policy;
    },
    async admit(file) {
      const policy = await get();
      const refusal = checkFile(policy, file);
      if (refusal) throw refusal;
      return policy;
    },
  };
}

/** Fails an upload that still waits, if the policy refuses its file or the number of files. */
export function refuse(
  policy: UploadPolicy | undefined,
  upload: LiveUpload,
  all: () => readonly LiveUpload[],
): void {
  if (!policy || upload.state.status !== 'queued') return;
  const error = checkFile(policy, upload.getSnapshot()) ?? checkCount(policy, upload, all);
  if (error) upload.dispatch({ type: 'fail', error });
}

/** Counts the uploads before this one. Failed and canceled ones do not count. */
function checkCount(
  { maxFiles: limit }: UploadPolicy,
  upload: LiveUpload,
  all: () => readonly LiveUpload[],
): UploadError | undefined {
  if (limit === undefined) return undefined;
  const uploads = all();
  const before = uploads.slice(0, uploads.indexOf(upload));
  const wanted = before.filter(({ state: { status } }) => !/failed|canceled/.test(status));
  if (wanted.length < limit) return undefined;
  const message = `At most ${limit} files are allowed.`;
  return new UploadError('too-many-files', { message, limit });
}
