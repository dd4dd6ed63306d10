import type { Connectivity } from '../ports/connectivity.ts';

const EVENTS = ['online', 'offline'];

/** `navigator.onLine` and its two events. Counts as online where there is no navigator, as on a server. */
export const browserConnectivity: Connectivity = {
  get online() {
    return globalThis.navigator?.onLine !== false;
  },
  subscribe(onChange) {
    for (const event of EVENTS) globalThis.addEventListener?.(event, onChange);
    return () => {
      for (const event of EVENTS) globalThis.removeEventListener?.(event, onChange);
    };
  },
};
