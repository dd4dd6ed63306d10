import { DEFAULT_INTEGRITY, type UploadPolicy } from '@slipway/protocol';
import type { Checksummer } from '../ports/checksummer.ts';
import type { SessionStore } from '../ports/session-store.ts';
import { loadRun } from '../run/load-run.ts';
import { loadFingerprint } from '../run/load-script.ts';

/** Large enough for the browser to compile what computes checksums. */
const SAMPLE_BYTES = 1024 ** 2;
/** So many are computed at once: enough to start all workers. */
const SAMPLES = 2;

/**
 * Loads scripts, opens the store of sessions, starts workers and has the storage connected to: what uploads would
 * otherwise wait for. What fails is tried again by them.
 *
 * @param connect called when the policy is known
 */
export async function warmUp(
  policy: () => Promise<UploadPolicy>,
  connect: () => void,
  checksummer: Checksummer,
  sessions: SessionStore | null,
): Promise<void> {
  const askPolicy = async () => {
    const { integrity = DEFAULT_INTEGRITY } = await policy();
    connect();
    if (integrity === 'none') return;
    const { signal } = new AbortController();
    const sample = () =>
      checksummer.compute(new Blob([new Uint8Array(SAMPLE_BYTES)]), integrity, signal);
    await Promise.all(Array.from({ length: SAMPLES }, sample));
  };
  const prepareSessions = () => Promise.all([loadFingerprint(), sessions?.list()]);
  await Promise.allSettled([loadRun(), sessions && prepareSessions(), askPolicy()]);
}
