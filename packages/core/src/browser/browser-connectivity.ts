import type { Connectivity } from '../ports/connectivity.ts';

/** A host that takes longer to answer counts as unreachable. */
const PROBE_TIMEOUT_MS = 10_000;

/** Only Chromium has this. @see https://wicg.github.io/netinfo/ */
interface NavigatorWithConnection {
  readonly connection?: { readonly effectiveType?: string };
}

/** Uses `navigator.onLine`, its event, and the return to the page. A server has no navigator and counts as online. */
export const browserConnectivity: Connectivity = {
  get online() {
    return globalThis.navigator?.onLine !== false;
  },
  get slow() {
    const { connection } = (globalThis.navigator ?? {}) as NavigatorWithConnection;
    return /[23]g/.test(connection?.effectiveType ?? '');
  },
  onOnline(callback) {
    const end = new AbortController();
    const { signal } = end;
    // A user who returns to a hidden or frozen page should not wait for its next timer. Listening in the capture phase
    // also receives the document's events.
    for (const event of ['online', 'visibilitychange', 'resume']) {
      globalThis.addEventListener?.(event, () => navigator.onLine && callback(), {
        signal,
        capture: true,
      });
    }
    return () => end.abort();
  },
  async canReach(origin) {
    try {
      // Without CORS the page cannot read the answer, but it learns that there is one.
      const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS);
      await fetch(origin, { method: 'HEAD', mode: 'no-cors', cache: 'no-store', signal });
      return true;
    } catch {
      return false;
    }
  },
};
