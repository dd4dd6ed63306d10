import type { Connectivity } from '../ports/connectivity.ts';

/** `navigator.onLine` and its event. Counts as online where there is no navigator, as on a server. */
export const browserConnectivity: Connectivity = {
  get online() {
    return globalThis.navigator?.onLine !== false;
  },
  onOnline(callback) {
    globalThis.addEventListener?.('online', callback);
    return () => globalThis.removeEventListener('online', callback);
  },
};
