import type { UploadError } from '@slipway/protocol';
import { retrying } from '../retry/retrying.ts';
import { loadRun } from '../run/load-run.ts';
import { loadSeveralParts } from '../run/load-script.ts';
import type { RunScope } from '../run/run-scope.ts';
import type { UploadServices } from '../run/services.ts';
import type { UploadMachine } from '../upload/machine.ts';
import type { UploadView } from './upload-view.ts';

/** What one upload does now: a run, or the wait for another page's turn to end. Never both at once. */
export interface UploadRuns {
  /** Starts a run, if the state accepts that. */
  begin(): void;
  /** Waits until the other page is done with the file, then resumes. */
  waitForTurn(): Promise<void>;
  /** Ends the run or the wait. */
  end(): void;
  /** Aborts the upload at S3, which deletes its parts. Never rejects. */
  abandon(): Promise<void>;
}

/** @param tellPart called for each part that S3 has acknowledged */
export function createUploadRuns(
  services: UploadServices,
  upload: Pick<RunScope, 'id' | 'file' | 'handle' | 'memory'>,
  { dispatch }: UploadMachine,
  view: UploadView,
  tellPart: RunScope['onPartUploaded'],
): UploadRuns {
  const { memory } = upload;
  let underWay: AbortController | undefined;

  function onProgress(): void {
    const { ledger, fingerprint } = memory;
    view.sample();
    if (ledger && fingerprint) services.sessions.tell(fingerprint, ledger);
  }

  /** Creates the scope of a new run or wait. */
  function open(): RunScope {
    const controller = new AbortController();
    underWay = controller;
    const { signal } = controller;
    return {
      ...services,
      ...upload,
      signal,
      status: () => view.state.status,
      dispatch(event) {
        if (!signal.aborted) dispatch(event);
      },
      onProgress,
      onPartUploaded(partNumber, etag) {
        onProgress();
        tellPart(partNumber, etag);
      },
    };
  }

  return {
    begin() {
      const scope = open();
      if (dispatch({ type: 'start' })) void run(scope);
    },
    async waitForTurn() {
      const scope = open();
      await (await loadSeveralParts()).waitForTurn(scope);
    },
    end() {
      underWay?.abort();
      memory.ledger?.dropAll();
    },
    async abandon() {
      const { created, creating, fingerprint } = memory;
      // If there is something to drop, an earlier run has loaded the script.
      if (created || creating || fingerprint) await (await loadRun()).dropUpload(open());
    },
  };
}

async function run(scope: RunScope): Promise<void> {
  try {
    scope.policy(scope.memory.facts).catch(() => {}); // Requested while the script loads. The run handles failures.
    const { runUpload } = await retrying(scope, loadRun);
    await runUpload(scope);
  } catch (error) {
    scope.dispatch({ type: 'fail', error: error as UploadError }); // The script could not be loaded.
  }
}
