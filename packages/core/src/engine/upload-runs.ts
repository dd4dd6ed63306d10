import type { UploadError } from '@slipway/protocol';
import { retrying } from '../retry/retrying.ts';
import { loadRun } from '../run/load-run.ts';
import { loadSessionFinder } from '../run/load-script.ts';
import type { RunScope } from '../run/run-scope.ts';
import type { UploadServices } from '../run/services.ts';
import type { UploadEvent } from '../upload/state.ts';

/** What one upload hands to all its runs. */
type RunContext = Omit<RunScope, keyof UploadServices | 'signal' | 'dispatch'>;

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

/** Nothing is under way yet. */
export function createUploadRuns(
  services: UploadServices,
  context: RunContext,
  dispatch: (event: UploadEvent) => boolean,
): UploadRuns {
  const { memory } = context;
  let underWay: AbortController | undefined;

  /** A scope of its own for what starts now. */
  function open(): RunScope {
    const controller = new AbortController();
    underWay = controller;
    const { signal } = controller;
    return {
      ...services,
      ...context,
      signal,
      dispatch(event) {
        if (!signal.aborted) dispatch(event);
      },
    };
  }

  async function run(scope: RunScope): Promise<void> {
    try {
      scope.policy(memory.facts).catch(() => {}); // On its way while the script loads. The run asks again.
      const { runUpload } = await retrying(scope, loadRun);
      await runUpload(scope);
    } catch (error) {
      scope.dispatch({ type: 'fail', error: error as UploadError }); // The script cannot be loaded.
    }
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
      // Nothing to drop before the first run. Since then, the script is there.
      if (created || creating || fingerprint) await (await loadRun()).dropUpload(open());
    },
  };
}
