import type { Connectivity } from '../ports/connectivity.ts';

/** A network that is there until it is told not to be. */
export interface ManualConnectivity extends Connectivity {
  goOffline(): void;
  goOnline(): void;
  /** Those who listen. */
  readonly listeners: number;
}

/** Starts online. */
export function createManualConnectivity(): ManualConnectivity {
  const listeners = new Set<() => void>();
  let online = true;
  const change = (to: boolean) => {
    online = to;
    for (const listener of listeners) listener();
  };
  return {
    get online() {
      return online;
    },
    get listeners() {
      return listeners.size;
    },
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    goOffline: () => change(false),
    goOnline: () => change(true),
  };
}
