import type { UploadError } from '@slipway/protocol';
import { retrying } from '../retry/retrying.ts';
import { loadRun } from '../run/load-run.ts';
import { loadSessionFinder } from '../run/load-script.ts';
import type { RunScope } from '../run/run-scope.ts';
import type { UploadServices } from '../run/services.ts';
import type { UploadMachine } from '../upload/machine.ts';
import type { UploadView } from './upload-view.ts';

/** What is under way for one upload, one thing at a time: a run, or the wait for another page's turn to end. */
export interface UploadRuns {
  /** Starts a run, if the state accepts it. */
  begin(): void;
  /** Waits until the page that uploads the file is done with it, and resumes. */
  waitForTurn(): Promise<void>;
  /** Ends what is under way. */
  end(): void;
  /** Has S3 drop what it holds of the upload. Never rejects. */
  abandon(): Promise<void>;
}

/** Nothing is under way yet. @param tellPart told of each part that S3 has acknowledged */
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

  /** A scope of its own for what starts now. */
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
      await (await loadSessionFinder()).waitForTurn(scope);
    },
    end() {
      underWay?.abort();
      memory.ledger?.dropAll();
    },
    async abandon() {
      const { created, creating, fingerprint } = memory;
      // Where there is something to drop, a run has loaded its script before.
      if (created || creating || fingerprint) await (await loadRun()).dropUpload(open());
    },
  };
}

async function run(scope: RunScope): Promise<void> {
  try {
    scope.policy(scope.memory.facts).catch(() => {}); // On its way while the script loads. The run asks again.
    const { runUpload } = await retrying(scope, loadRun);
    await runUpload(scope);
  } catch (error) {
    scope.dispatch({ type: 'fail', error: error as UploadError }); // The script cannot be loaded.
  }
}
