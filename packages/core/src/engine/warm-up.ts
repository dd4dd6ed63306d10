import { DEFAULT_INTEGRITY, type UploadPolicy } from '@slipway/protocol';
import { loadRun } from '../run/load-run.ts';
import { loadSessionFinder } from '../run/load-script.ts';
import type { EngineSettings } from '../settings.ts';

/** Large enough for the browser to compile what computes checksums. */
const WARM_UP_BYTES = 1024 ** 2;
/** So many checksums are computed at once: enough to start all workers. */
const WARM_UP_CHECKSUMS = 2;

/**
 * Loads scripts, opens the store of sessions, starts workers and has the browser connect to the storage: all that
 * uploads would otherwise wait for. What fails now is tried again by the uploads.
 *
 * @param connect called when the policy is known, and each time the warm-up is asked for again
 */
export function createWarmUp(
  { checksummer, sessions }: EngineSettings,
  policy: () => Promise<UploadPolicy>,
  connect: () => void,
): () => Promise<void> {
  let warming: Promise<unknown> | undefined;

  async function prepareByPolicy(): Promise<void> {
    const { integrity = DEFAULT_INTEGRITY } = await policy();
    connect();
    if (integrity === 'none') return;
    const { signal } = new AbortController();
    const sample = () =>
      checksummer.compute(new Blob([new Uint8Array(WARM_UP_BYTES)]), integrity, signal);
    await Promise.all(Array.from({ length: WARM_UP_CHECKSUMS }, sample));
  }

  const prepareSessions = () => Promise.all([loadSessionFinder(), sessions?.list()]);
  return async () => {
    if (warming) connect(); // Browsers close connections that stay unused for some seconds.
    warming ??= Promise.allSettled([loadRun(), sessions && prepareSessions(), prepareByPolicy()]);
    await warming;
  };
}
