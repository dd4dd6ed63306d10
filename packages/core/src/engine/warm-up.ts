import { DEFAULT_INTEGRITY, type UploadPolicy } from '@slipway/protocol';
import { loadRun } from '../run/load-run.ts';
import { loadSeveralParts } from '../run/load-script.ts';
import type { EngineSettings } from '../settings.ts';

/** Enough bytes that the browser compiles the checksum code. */
const WARM_UP_BYTES = 1024 ** 2;
/** How many checksums are computed at once: enough to start all workers. */
const WARM_UP_CHECKSUMS = 2;

/**
 * Loads scripts, opens the session store, starts workers and connects to the storage, so that uploads do not wait for
 * them. Uploads retry what fails here.
 *
 * @param connect called when the policy is known, and at each further warm-up
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

  return async () => {
    if (warming) connect(); // Browsers close connections that are unused for some seconds.
    warming ??= Promise.allSettled([
      loadRun(),
      loadSeveralParts(),
      sessions?.list(),
      prepareByPolicy(),
    ]);
    await warming;
  };
}
