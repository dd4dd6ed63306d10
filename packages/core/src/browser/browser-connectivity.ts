import type { Connectivity } from '../ports/connectivity.ts';

/** `navigator.onLine` and its two events. Counts as online where there is no navigator, as on a server. */
export const browserConnectivity: Connectivity = {
  get online() {
    return typeof navigator === 'undefined' || navigator.onLine !== false;
  },
  subscribe(onChange) {
    if (typeof window === 'undefined') return () => {};
    window.addEventListener('online', onChange);
    window.addEventListener('offline', onChange);
    return () => {
      window.removeEventListener('online', onChange);
      window.removeEventListener('offline', onChange);
    };
  },
};
