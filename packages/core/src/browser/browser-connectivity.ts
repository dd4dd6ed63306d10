import type { Connectivity } from '../ports/connectivity.ts';

/** A host that has not answered by then is as good as gone. */
const PROBE_TIMEOUT_MS = 10_000;

/** @see https://wicg.github.io/netinfo/ which Chromium has, and others do not. */
interface NavigatorWithConnection {
  readonly connection?: { readonly effectiveType?: string };
}

/** `navigator.onLine`, its event, and coming back to the page. Counts as online where there is no navigator, as on a server. */
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
    // Whoever comes back to a page that was hidden or frozen should not have to wait for its next timer. The document's
    // events pass by here on their way down.
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
      // Without CORS no page can read the answer, but every page learns that there is one.
      const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS);
      await fetch(origin, { method: 'HEAD', mode: 'no-cors', cache: 'no-store', signal });
      return true;
    } catch {
      return false;
    }
  },
};
